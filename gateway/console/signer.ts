import { isSameActor, type ConsoleId } from '../../shared/domain/index.ts'
import { verifyEnvelope, type Digest, type PublicKey } from '../../shared/evidence/index.ts'
import { PAYLOADS, type EnvelopeOnWire, type ErrorCode, type NamedActor, type Payload, type Role } from '../../shared/protocol/index.ts'
import type { ConsoleRoster, RosterKey } from '../journal/ConsoleRoster.ts'

/** Who is at the other end of an attachment: proven by the console's key, named by this point's own roster. */
export interface Peer {
  readonly consoleId: ConsoleId
  readonly consoleKey: PublicKey
  /** The reviewer key that the console named when it attached. */
  readonly reviewerKid: string
  readonly person: NamedActor
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

/** The kinds of payload that a reviewer's key signs. */
export type SignedName = 'decision' | 'lock' | 'release'

export type Signed<N extends SignedName> =
  | { readonly status: 'signed'; readonly payload: Payload<N>; readonly payloadHash: Digest; readonly by: RosterKey }
  /** `isSigned`: a key of this very console has signed it; else it is forged. */
  | { readonly status: 'refused'; readonly code: ErrorCode; readonly isSigned: boolean }

const OF_ENVELOPE = {
  bad_envelope: 'bad_request',
  not_canonical: 'bad_request',
  wrong_payload_type: 'unsupported_type',
  key_unknown: 'key_unknown',
  signature_invalid: 'signature_invalid',
} as const

/**
 * Verifies the envelope of a command in the order of protocol P6: DSSE and type, the form of the payload, then the key:
 * enrolled for this console, not revoked, not lapsed. What the key may do is asked by the caller.
 */
export function verifySigned<N extends SignedName>(name: N, envelope: EnvelopeOnWire, { consoleId, roster, nowMs }: { readonly consoleId: ConsoleId; readonly roster: ConsoleRoster; readonly nowMs: number }): Signed<N> {
  let by: RosterKey | null = null
  const verdict = verifyEnvelope({
    envelope,
    name,
    findKey: (kid) => {
      const found = roster.findKey(kid)
      // A key that was enrolled with another console is not known on this link.
      by = found?.consoleId === consoleId ? found : null
      return by?.key
    },
  })
  if (verdict.status === 'refused') return { status: 'refused', code: OF_ENVELOPE[verdict.reason], isSigned: false }
  const key = by as RosterKey | null
  if (key === null) return { status: 'refused', code: 'key_unknown', isSigned: false }
  const parsed = PAYLOADS[name].safeParse(verdict.payload)
  if (!parsed.success) return { status: 'refused', code: isOtherVersion(verdict.payload['type'], name) ? 'unsupported_version' : 'bad_request', isSigned: true }
  if (!isKeyGood(key, nowMs)) return { status: 'refused', code: 'key_revoked', isSigned: true }
  // The schema that was picked by the name has just proven the payload, which the compiler cannot follow.
  return { status: 'signed', payload: parsed.data as Payload<N>, payloadHash: verdict.payloadHash, by: key }
}

/** Whether a key may still be used: not revoked, and its time has not passed. */
export const isKeyGood = ({ revokedAtMs, lapsesAtMs }: RosterKey, nowMs: number): boolean => revokedAtMs === null && (lapsesAtMs === null || nowMs < lapsesAtMs)

/** Whether the payload names the person to whom the roster gave the key. */
export const isHolder = ({ person }: RosterKey, reviewer: { readonly iss: string; readonly sub: string }): boolean => isSameActor(person, reviewer)

const isOtherVersion = (type: unknown, name: SignedName) => typeof type === 'string' && type.startsWith(`countersign.${name}/`) && type !== `countersign.${name}/v1`
