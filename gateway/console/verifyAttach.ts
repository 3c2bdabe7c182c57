import type { PointId } from '../../shared/domain/index.ts'
import { signEnvelope, verifyEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import { PAYLOADS, printTime, type AttachPayload, type ConsoleBody, type EnvelopeOnWire, type ErrorCode } from '../../shared/protocol/index.ts'
import type { ConsoleRoster } from '../journal/ConsoleRoster.ts'
import { isKeyGood, type Peer } from './signer.ts'

/** What the point knows of this very connection. */
export interface Connected {
  readonly pointId: PointId
  readonly pointKey: PrivateKey
  /** The nonce of our hello. */
  readonly nonce: string
  readonly channel: string
}

export type AttachVerdict =
  | { readonly status: 'attached'; readonly peer: Peer; readonly bound: Omit<AttachPayload, 'type' | 'at'> }
  /** Whether it cannot say who it is, or may not come in. */
  | { readonly status: 'refused'; readonly kind: 'unauthenticated' | 'forbidden'; readonly code: ErrorCode; readonly sentence: string }

/**
 * Verifies an attach (protocol P5): the console's key is the pinned one and it holds it, proven over this connection and
 * no other; the reviewer key that it names is enrolled for it and still good. Never throws.
 */
export function verifyAttach({ console, reviewer_kid, nonce, proof }: ConsoleBody<'attach'>, { pointId, pointKey, nonce: pointNonce, channel }: Connected, roster: ConsoleRoster, nowMs: number): AttachVerdict {
  const known = roster.find(console.console_id)
  if (known === null) return refuse('unauthenticated', 'key_unknown', 'This point knows no console with that id; pair it first.')
  if (known.key.kid !== console.key.kid || known.key.x !== console.key.x) return refuse('unauthenticated', 'key_unknown', 'That is not the key with which this console was paired.')

  const verdict = verifyEnvelope({ envelope: proof, name: 'attach', findKey: (kid) => (kid === known.key.kid ? known.key : undefined) })
  const parsed = verdict.status === 'verified' ? PAYLOADS.attach.safeParse(verdict.payload) : null
  if (parsed?.success !== true) return refuse('unauthenticated', 'signature_invalid', 'The proof of attach is not signed by the console\'s key.')
  const { type: _type, at: _at, ...signed } = parsed.data
  const bound: Omit<AttachPayload, 'type' | 'at'> = {
    point_id: pointId, point_kid: pointKey.publicKey.kid, console_id: known.consoleId, console_kid: known.key.kid,
    reviewer_kid, point_nonce: pointNonce, console_nonce: nonce, channel,
  }
  const isThis = (Object.keys(bound) as (keyof typeof bound)[]).every((member) => signed[member] === bound[member])
  if (!isThis) return refuse('unauthenticated', 'unauthenticated', 'The proof of attach was made for another connection.')

  const reviewer = roster.findKey(reviewer_kid)
  if (reviewer?.consoleId !== known.consoleId) return refuse('forbidden', 'key_unknown', 'That reviewer key is not enrolled for this console.')
  if (!isKeyGood(reviewer, nowMs)) return refuse('forbidden', 'key_revoked', 'That reviewer key was revoked, or its time has passed.')
  const { person, roles, groups } = reviewer
  return { status: 'attached', peer: { consoleId: known.consoleId, consoleKey: known.key, reviewerKid: reviewer_kid, person, roles, groups }, bound }
}

/** The point's own proof, over the same. */
export function proveAttached(bound: Omit<AttachPayload, 'type' | 'at'>, key: PrivateKey, nowMs: number): EnvelopeOnWire {
  return signEnvelope({ name: 'attached', payload: { type: 'countersign.attached/v1', ...bound, at: printTime(nowMs) }, key })
}

const refuse = (kind: 'unauthenticated' | 'forbidden', code: ErrorCode, sentence: string): AttachVerdict => ({ status: 'refused', kind, code, sentence })
