import type { LockId, NewId, PointId, StreamId } from '../../../shared/domain/index.ts'
import type { PublicKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import type { ConsoleBody, EnvelopeOnWire, LockPayload, NamedActor, ReceiptPayload, ReleasePayload, Role } from '../../../shared/protocol/index.ts'
import type { Draft, Kept, ProofVerdict, Recorded, RememberedTree } from '../ledger/index.ts'

/** A point, as far as a stop depends on it. */
export interface HaltPoint {
  readonly pointId: PointId
  readonly name: string
  readonly key: PublicKey
  readonly linkNumber: number | null
  /** Not null: it has said itself that it lost something, when it began this stream. */
  readonly anewIn: StreamId | null
  readonly admission: { readonly roles: readonly Role[]; readonly reviewer: NamedActor } | null
  readonly head: ReceiptPayload['log']
  /** Digest of the signed payload whose proof has no answer yet. */
  readonly proofOut: string | null
}

/** Whether something can be said to it, and what it says is said now. */
export const isLive = (point: HaltPoint | undefined): boolean => typeof point?.linkNumber === 'number'

export type Signed =
  | { readonly ok: true; readonly envelope: EnvelopeOnWire; readonly payload: JsonObject }
  | { readonly ok: false; readonly refusal: string; readonly sentence: string }

/** What main must see of a hand before it signs a release. */
export interface ReleasePin {
  readonly id: LockId
  readonly presence: 'typed'
  readonly holdMs: number
  readonly dwellMs: number
  readonly typedCharacters: number
}

/** The hands of the kill switch. */
export interface HaltPorts {
  readonly log: {
    append(drafts: readonly Draft[]): Promise<readonly Recorded[]>
    appendOrReserve(drafts: readonly Draft[]): Promise<Kept>
    proofOf(n: number, since: RememberedTree): ProofVerdict | null
  }
  readonly logOrigin: string
  readonly pointOf: (pointId: PointId) => HaltPoint | undefined
  readonly sendLock: (pointId: PointId, body: ConsoleBody<'lock.engage'>) => { readonly linkNumber: number } | null
  readonly sendRelease: (pointId: PointId, body: ConsoleBody<'lock.release'>) => { readonly linkNumber: number } | null
  /** Told when a proof has left beside a payload with this digest. */
  readonly proofLeft: (pointId: PointId, payloadHash: string) => void
  readonly signLock: (payload: LockPayload) => Promise<Signed>
  readonly signRelease: (request: { readonly payload: ReleasePayload; readonly pinnedId: LockId; readonly inSteps: boolean; readonly isLive: boolean; readonly shownForMs: number }) => Promise<Signed>
  readonly pin: (pin: ReleasePin | null) => void
  readonly newId: NewId
  readonly newNonce: () => string
  readonly now: () => number
  readonly after: (ms: number, callback: () => void) => () => void
  /** Told after anything about a stop changed. */
  readonly changed: (stopId: string) => void
  /** `isLie`: nothing of the point is approved from then on. */
  readonly alarm: (pointId: PointId, sentence: string, isLie: boolean) => void
}
