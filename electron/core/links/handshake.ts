import { importPublicKey, signEnvelope, verifyEnvelope, type PrivateKey, type PublicKey } from '../../../shared/evidence/index.ts'
import type { ConsoleId } from '../../../shared/domain/index.ts'
import { MINOR_VERSIONS, PAYLOADS, type AttachPayload, type ConsoleBody, type EnvelopeOnWire, type PointBody } from '../../../shared/protocol/index.ts'
import type { Pin, ResumePoint } from './ports.ts'

/** Who this console is, as it says to points. */
export interface ConsoleFacts {
  readonly consoleId: ConsoleId
  readonly name: string
  readonly version: string
  readonly key: PrivateKey
}

/** What both proofs of one attachment are over; only type and time differ between them. */
export type Bound = Omit<AttachPayload, 'type' | 'at'>

export type Hello = PointBody<'hello'>

/** The point's key as its hello names it, or null where that is no key or carries the name of another. */
export function keyOfHello(hello: Hello): PublicKey | null {
  const imported = importPublicKey(hello.point.key.x)
  return imported.status === 'accepted' && imported.key.kid === hello.point.key.kid ? imported.key : null
}

/** Whether the hello is that of the pinned point. It is only a claim until the proof in `attached` is there. */
export const isOfPinned = (hello: Hello, pin: Pin): boolean => keyOfHello(hello)?.x === pin.key.x && hello.point.point_id === pin.pointId

/** Whether the point speaks a version of the protocol that we speak. */
export const hasCommonVersion = (hello: Hello): boolean => MINOR_VERSIONS.some((version) => hello.versions.includes(version))

/** What this very connection binds both ends to. */
export function boundOf(facts: { readonly hello: Hello; readonly pin: Pin; readonly self: ConsoleFacts; readonly reviewerKid: string; readonly nonce: string; readonly channel: string }): Bound {
  return {
    point_id: facts.pin.pointId,
    point_kid: facts.pin.key.kid,
    console_id: facts.self.consoleId,
    console_kid: facts.self.key.publicKey.kid,
    reviewer_kid: facts.reviewerKid,
    point_nonce: facts.hello.nonce,
    console_nonce: facts.nonce,
    channel: facts.channel,
  }
}

/** The console as it introduces itself, in `attach` and in `pair.offer`. */
export function introduce({ consoleId, name, version, key }: ConsoleFacts): ConsoleBody<'attach'>['console'] {
  const { kid, alg, x } = key.publicKey
  return { console_id: consoleId, name, version, key: { kid, alg, x } }
}

/** The answer to the point's hello, with our proof. */
export function makeAttach(self: ConsoleFacts, bound: Bound, at: string, known: { readonly resume: ResumePoint | null; readonly statement: EnvelopeOnWire | null }): ConsoleBody<'attach'> {
  const payload: AttachPayload = { type: 'countersign.attach/v1', ...bound, at }
  return {
    console: introduce(self),
    reviewer_kid: bound.reviewer_kid,
    nonce: bound.console_nonce,
    proof: signEnvelope({ name: 'attach', payload: { ...payload }, key: self.key }),
    ...(known.resume === null ? {} : { resume: { stream_id: known.resume.streamId, control: known.resume.control, telemetry: known.resume.telemetry } }),
    ...(known.statement === null ? {} : { statement: known.statement }),
  }
}

/** Whether the point's proof is its own signature over exactly what we signed, on this connection and no other. */
export function isProofOf(proof: EnvelopeOnWire, bound: Bound, key: PublicKey): boolean {
  const verdict = verifyEnvelope({ envelope: proof, name: 'attached', findKey: (kid) => (kid === key.kid ? key : undefined) })
  const parsed = verdict.status === 'verified' ? PAYLOADS.attached.safeParse(verdict.payload) : null
  if (parsed?.success !== true) return false
  const { type: _type, at: _at, ...signed } = parsed.data
  return (Object.keys(bound) as (keyof Bound)[]).every((member) => signed[member] === bound[member])
}
