import type { ChallengeId, DecisionId, NewId, PointId, Presence, SessionId } from '../../shared/domain/index.ts'
import type { ChallengePayload, EnvelopeOnWire, ErrorCode, LockRecord, NamedActor } from '../../shared/protocol/index.ts'
import type { Announcer, Callers, ChallengeMaker, Journal, Policy, Remembered, Time } from './ports.ts'

export interface EnforcerParts {
  readonly pointId: PointId
  readonly policy: Policy
  readonly journal: Journal
  readonly announcer: Announcer
  readonly maker: ChallengeMaker
  readonly callers: Callers
  readonly time: Time
  readonly newId: NewId
  /** What the journal remembers of an earlier life: stops hold over restarts, and what they voided stays void. */
  readonly remembered: Remembered
}

/** A decision whose signature, key, role and binding have been verified; what is left to judge is time and state. */
export interface VettedDecision {
  readonly decisionId: DecisionId
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly reviewer: NamedActor
  /** The key that signed it. */
  readonly kid: string
  readonly presence: Presence
  readonly comment: string | undefined
  /** The epoch that the decision was stamped with. */
  readonly stampedEpoch: number
  readonly isSelfApproved: boolean
  readonly envelope: EnvelopeOnWire
}

export type DecisionOutcome = { readonly outcome: 'accepted' } | { readonly outcome: 'refused'; readonly code: ErrorCode }

/** A stop that is to be engaged. Whether whoever orders it may is the caller's question. */
export type LockOrder = Omit<LockRecord, 'epoch' | 'released_at' | 'released_by'>

/** What a lock did, for its receipt. */
export interface LockEffectReport {
  readonly epoch: number
  readonly atMs: number
  readonly sessionsStopped: readonly SessionId[]
  /** Sessions with a call that was let go and taken back before it ran. */
  readonly inflightAborted: readonly SessionId[]
  /** Sessions with a call that runs and may still finish. */
  readonly inflightUnabortable: readonly SessionId[]
  readonly challengesCancelled: readonly ChallengeId[]
  /** Whether the lock is on disk. It holds either way, and is written again later; unwritten, it is not confirmed. */
  readonly isDurable: boolean
}

export type ReleaseOutcome = { readonly status: 'released'; readonly report: LockEffectReport } | { readonly status: 'refused'; readonly code: ErrorCode }

/** A challenge for whoever has to check a decision against it. */
export interface KnownChallenge {
  readonly payload: ChallengePayload
  readonly challengeHash: string
  readonly isPending: boolean
}
