import type { PointId, StreamId } from '../../../shared/domain/index.ts'
import type { Kid, PublicKey } from '../../../shared/evidence/index.ts'
import type { EnvelopeOnWire, NamedActor, ReceiptPayload, Role, StatementPayload } from '../../../shared/protocol/index.ts'

/** The tree of this console's log as a point remembers it. */
export type RememberedHead = ReceiptPayload['log']

/** What a pin says of a point. */
export interface PinnedPoint {
  readonly pointId: PointId
  readonly name: string
  readonly address: string
  readonly key: PublicKey
}

/** How the link to it stands, in the words of whoever holds the link. */
export interface Standing {
  readonly status: 'connecting' | 'attached' | 'silent' | 'waiting' | 'refused'
  readonly sinceMs: number
  readonly reason?: string
  readonly retryAtMs?: number
  readonly linkNumber?: number
}

/** What the point said of us when it let us in. Kept over restarts, because a denial must name its reviewer at any time. */
export interface Admission {
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
  readonly reviewer: NamedActor
}

/** Where this console stands in the streams of a point. */
export interface StreamPlace {
  readonly streamId: StreamId
  readonly control: number
}

/** Everything that is known of one point. */
export interface Point extends PinnedPoint {
  readonly standing: Standing
  /** Null while nothing may be sent. */
  readonly linkNumber: number | null
  readonly admission: Admission | null
  readonly epoch: number
  /** The point's clock minus ours, in milliseconds. */
  readonly clockOffsetMs: number
  readonly lagMs: number | null
  readonly lastHeardMs: number | null
  /** What it remembers of our log, since it last said so on this attachment. */
  readonly head: RememberedHead
  /** Digest of the signed payload whose proof it has not answered: until it does, nobody here knows what it remembers. */
  readonly proofOut: string | null
  readonly place: StreamPlace | null
  readonly statement: { readonly payload: StatementPayload; readonly envelope: EnvelopeOnWire } | null
  /** The stream that it began in an epoch above all that it had stated, while it is in it: it says itself that it lost something. */
  readonly anewIn: StreamId | null
  /** It came back older than it was. Gone once it is ahead again. */
  readonly rollback: string | null
  /** It contradicted itself. Stays until it begins anew or this console is started again. */
  readonly contradiction: string | null
}

/** Why nothing of it may be approved, or null. */
export const alarmOf = ({ rollback, contradiction }: Point): string | null => contradiction ?? rollback

/** A point as it is before anything was heard of it. */
export function newPoint(pin: PinnedPoint, nowMs: number): Point {
  return {
    ...pin, standing: { status: 'connecting', sinceMs: nowMs }, linkNumber: null, admission: null, epoch: 0, clockOffsetMs: 0, lagMs: null,
    lastHeardMs: null, head: null, proofOut: null, place: null, statement: null, anewIn: null, rollback: null, contradiction: null,
  }
}

/** A lookup for `verifyEnvelope` that knows the key of one point and no other. */
export const onlyKeyOf = ({ key }: PinnedPoint) => (kid: string): PublicKey | undefined => (kid === (key.kid satisfies Kid) ? key : undefined)
