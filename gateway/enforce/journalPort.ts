import type { Actor, ChallengeId, Clocks, DecisionId, Revocation } from '../../shared/domain/index.ts'
import type { ChallengePayload, ChallengeRecord, EnforcementRecord, EnvelopeOnWire, Evaluation, LockRecord, NamedActor } from '../../shared/protocol/index.ts'

/** A challenge as it was made: what was signed, over which bytes, and what is told of it to consoles. */
export interface MadeChallenge {
  readonly payload: ChallengePayload
  readonly envelope: EnvelopeOnWire
  /** The digest of the payload's bytes inside the envelope; a decision names it. */
  readonly challengeHash: string
}

/** A challenge that has ended, as the journal or the memory of this run has it. */
export interface EndedChallenge extends MadeChallenge {
  readonly record: ChallengeRecord
}

/**
 * What must outlive a crash. Each `record` method, `consume` and `endChallenge` is one commit, returns after it is on
 * disk, and throws where it could not get there: then the call that it was for does not run.
 */
export interface Journal {
  recordEvaluation(evaluation: Evaluation): Promise<void>
  recordChallenge(made: MadeChallenge): Promise<void>
  /**
   * Accepts a decision in one conditional update: the challenge is pending, neither clock has passed its deadline.
   * @returns how many different reviewers have approved by now, or null where the challenge had ended
   */
  recordDecision(entry: DecisionEntry): Promise<number | null>
  endChallenge(challengeId: ChallengeId, end: { readonly state: 'expired' | 'cancelled' | 'failed'; readonly reason: string; readonly atMs: number }): Promise<void>
  /**
   * Consumes an approval in one conditional update, before anything is forwarded. A crash after it loses a permission
   * and never doubles one.
   * @returns false where it was consumed or blocked already
   */
  consume(challengeId: ChallengeId): Promise<boolean>
  /** What became of a call. Blocked or aborted also voids an approval that was not consumed. */
  recordEnforcement(record: EnforcementRecord): Promise<void>
  recordLock(lock: LockRecord, envelope: EnvelopeOnWire | null): Promise<void>
  /** @param lock with `released_at` and `released_by` */
  recordRelease(lock: LockRecord, envelope: EnvelopeOnWire | null): Promise<void>
  /** A key is void, with every approval of it that was not consumed. */
  recordKeyRevocation(revoked: RevokedKey): Promise<void>
  /** Everything that waits or is approved is void; `mustRecover` until a person says otherwise on the host. */
  recordVoiding(revocation: Revocation): Promise<void>
  recordRecovery(atMs: number): Promise<void>
  /** A challenge that this run of the point does not hold in memory. Read at once; throws where it cannot be read. */
  findChallenge(challengeId: ChallengeId): EndedChallenge | null
  decisionsOf(challengeId: ChallengeId, reviewer: Actor): readonly DecisionId[]
}

/** A reviewer's key that is void, and the epoch that this raised the point to. */
export interface RevokedKey {
  readonly kid: string
  readonly epoch: number
}

/** What a point finds of its earlier life. */
export interface Remembered {
  readonly epoch: number
  /** Those that hold, and those released within the last day. */
  readonly locks: readonly LockRecord[]
  /** What was revoked ever: what was stamped before stays void, over restarts too. */
  readonly revocations: readonly Revocation[]
  readonly revokedKeys: readonly RevokedKey[]
  /** Those that ended within the last hour, at most 200, oldest first. */
  readonly challenges: readonly EndedChallenge[]
  /** The point was restored from an old copy, and nobody has looked at it since. */
  readonly mustRecover: boolean
}

export interface DecisionEntry {
  readonly decisionId: DecisionId
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly reviewer: NamedActor
  readonly kid: string
  readonly isSelfApproved: boolean
  readonly now: Clocks
  readonly envelope: EnvelopeOnWire
}
