import type { Actor, ChallengeId, DecisionId, LockId } from '../../shared/domain/index.ts'
import type { Agent, ChallengePayload, ChallengeRecord, ConsoleBody, EnforcementRecord, EnvelopeOnWire, ErrorCode, Evaluation, LockRecord, NamedActor, Point, Session } from '../../shared/protocol/index.ts'

// What the console room needs of the rest of the point. It knows consoles, keys, roles and streams; what a decision or a
// stop does to a call is not its business.

/** What consoles are shown. Read when a console attaches; changes come as events. */
export interface PointState {
  /** As it is announced in `hello`, with the epoch of now. `stream_id` is the console room's own and is put in there. */
  point(): Omit<Point, 'stream_id'>
  agents(): readonly Agent[]
  /** The live ones, and those that ended within the last hour, at most 200 of them. */
  sessions(): readonly Session[]
  /** The waiting ones, and those that ended within the last hour, at most 200 of them; without `own_decisions`. */
  challenges(): readonly ChallengeRecord[]
  /** Those that hold, and those released within the last day. */
  locks(): readonly LockRecord[]
  /** The payload of a challenge that is known, ended or not. */
  challenge(challengeId: ChallengeId): { readonly payload: ChallengePayload; readonly challengeHash: string; readonly isPending: boolean } | null
  /** The decisions of a reviewer on a challenge that were accepted. */
  decisionsOf(challengeId: ChallengeId, reviewer: Actor): readonly DecisionId[]
  /** Bytes of an invocation that is known by its hash. */
  payload(hash: string): Uint8Array | null
  /** The RFC 6962 root of the point's journal. */
  journalRoot(): string
}

/** A decision whose signature, key, role, binding, eligibility, presence and log proof have been verified. */
export interface VettedDecision {
  readonly decisionId: DecisionId
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly reviewer: NamedActor
  readonly kid: string
  readonly presence: 'click' | 'hold' | 'typed'
  readonly comment: string | undefined
  /** The epoch that the decision was stamped with. */
  readonly stampedEpoch: number
  readonly isSelfApproved: boolean
  readonly envelope: EnvelopeOnWire
}

/** What a lock did, for its receipt. */
export interface LockEffectReport {
  readonly epoch: number
  readonly atMs: number
  readonly sessionsStopped: readonly string[]
  readonly inflightAborted: readonly string[]
  readonly inflightUnabortable: readonly string[]
  readonly challengesCancelled: readonly ChallengeId[]
  /** Whether the lock is on disk. It holds either way; unwritten, it is not confirmed. */
  readonly isDurable: boolean
}

/** What a console may make the point do. Each settles after it is durable, or says that it is not. */
export interface PointActs {
  decide(decision: VettedDecision): Promise<{ readonly outcome: 'accepted' } | { readonly outcome: 'refused'; readonly code: ErrorCode }>
  /** An order for a lock that is known stops nothing again, and gives its first report. */
  engage(order: Omit<LockRecord, 'epoch' | 'released_at' | 'released_by'>, envelope: EnvelopeOnWire | null): Promise<LockEffectReport>
  release(lockId: LockId, by: NamedActor, envelope: EnvelopeOnWire | null, reason: string | null): Promise<{ readonly status: 'released'; readonly report: LockEffectReport } | { readonly status: 'refused'; readonly code: ErrorCode }>
  /** Voids what waits on approvals of a key, raises the epoch. */
  revokeKey(kid: string): Promise<void>
  /** The point was restored from an old copy: void all that waits or is approved, and raise the epoch above this. */
  voidAll(aboveEpoch: number): Promise<void>
}

/** What the console room is told, to pass on to every console that may see it. */
export interface ConsoleEvents {
  evaluationRecorded(evaluation: Evaluation): void
  challengeRaised(record: ChallengeRecord): void
  challengeUpdated(record: ChallengeRecord): void
  enforcementRecorded(record: EnforcementRecord): void
  lockEngaged(record: LockRecord): void
  lockReleased(record: LockRecord): void
  epochChanged(epoch: number, atMs: number): void
  sessionStarted(session: Session): void
  sessionUpdated(session: Session): void
  sessionEnded(session: Session): void
  agentUpdated(agent: Agent): void
}

/** The proof beside a decision, as it travels. */
export type LogProofOnWire = NonNullable<ConsoleBody<'challenge.decide'>['proof']>
