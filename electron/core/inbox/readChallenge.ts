import { payloadTypeOf, decodeBytes, hashBytes, verifyEnvelope, type PublicKey } from '../../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue } from '../../../shared/json/index.ts'
import { PAYLOADS, type ChallengePayload, type EnvelopeOnWire } from '../../../shared/protocol/index.ts'

/** What became of the envelope of a challenge. A `readable` one can be shown, but nothing about it is proven. */
export type ChallengeRead =
  | { readonly status: 'verified'; readonly payload: ChallengePayload; readonly challengeHash: string }
  | { readonly status: 'readable'; readonly payload: ChallengePayload; readonly challengeHash: string; readonly sentence: string }
  | { readonly status: 'unreadable'; readonly sentence: string }

/**
 * Verifies the envelope of a challenge with the key that its point was pinned with, and reads its payload. Never throws.
 * Where only the signature is wrong the payload is still given, because a denial must stay possible.
 */
export function readChallenge(envelope: EnvelopeOnWire, key: PublicKey): ChallengeRead {
  const verdict = verifyEnvelope({ envelope, name: 'challenge', findKey: (kid) => (kid === key.kid ? key : undefined) })
  if (verdict.status === 'verified') {
    const parsed = PAYLOADS.challenge.safeParse(verdict.payload)
    if (!parsed.success) return { status: 'unreadable', sentence: 'The point signed a challenge that is not of the agreed form.' }
    return { status: 'verified', payload: parsed.data, challengeHash: verdict.payloadHash }
  }
  const payload = readUnverified(envelope)
  if (payload === null) return { status: 'unreadable', sentence: `The point sent a challenge that cannot be read (${verdict.reason}).` }
  const sentence = `The signature of this challenge is not the one of its point (${verdict.reason.replaceAll('_', ' ')}).`
  return { status: 'readable', payload, challengeHash: hashBytes(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array()), sentence }
}

/** The payload of an envelope without any proof of it, or null where it is not one. For naming things, never for trust. */
export function readUnverified(envelope: EnvelopeOnWire): ChallengePayload | null {
  const bytes = decodeBytes(envelope.payload, 'base64')
  if (bytes === null || envelope.payloadType !== payloadTypeOf('challenge')) return null
  try {
    const parsed = PAYLOADS.challenge.safeParse(toJsonValue(parseJson(bytes)))
    return parsed.success ? parsed.data : null
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}
