import { decodeBytes } from '../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue, type JsonObject } from '../../shared/json/index.ts'
import { PAYLOADS, type ChallengePayload, type ChallengeRecord, type EnvelopeOnWire } from '../../shared/protocol/index.ts'

/** The payload of a challenge of this very point. Not verified: it was signed a moment ago, in this process. */
export function readChallenge({ envelope }: Pick<ChallengeRecord, 'envelope'>): ChallengePayload | null {
  const known = read.get(envelope)
  if (known !== undefined) return known
  const parsed = PAYLOADS.challenge.safeParse(readUnverified(envelope))
  if (!parsed.success) return null
  read.set(envelope, parsed.data)
  return parsed.data
}

/** Records are made anew as they change, but their envelope stays the same object. */
const read = new WeakMap<EnvelopeOnWire, ChallengePayload>()

/** What an envelope says, before anybody has looked at its signature: for finding ids, and for nothing else. */
export function readUnverified({ payload }: EnvelopeOnWire): JsonObject | null {
  const bytes = decodeBytes(payload, 'base64')
  if (bytes === null) return null
  try {
    const node = parseJson(bytes)
    return node.kind === 'object' ? (toJsonValue(node) as JsonObject) : null
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}
