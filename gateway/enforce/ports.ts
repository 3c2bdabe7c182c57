import type { AgentId, Chain, ChallengeId, Clocks, Covered, DecisionId, EvaluationId, Lock, LockId, Presence, RiskLevel, SessionId, TxnId } from '../../shared/domain/index.ts'
import type { ChallengePayload, EnforcementRecord, EnvelopeOnWire, Evaluation, Invocation } from '../../shared/protocol/index.ts'

/** A tools/call as it stands before the judge. Made once; nothing about it changes while it waits. */
export interface Call {
  /** Unique within this run of the point. */
  readonly callId: string
  readonly sessionId: SessionId
  readonly agentId: AgentId
  readonly chain: Chain
  readonly serverId: string
  readonly tool: string
  readonly definitionHash: string
  readonly invocation: Invocation
  readonly invocationHash: string
  /** When the caller stops waiting, where that is known. */
  readonly callerDeadline: Clocks | null
}

/** What an approval would bring, or has brought, into the evaluation (Cedar `context.approval`). */
export interface ApprovalContext {
  readonly approverCount: number
  readonly presence: Presence
}

/** What the policy says of a call. `terms` are there exactly when it is a challenge. */
export interface Judgement {
  readonly evaluation: Evaluation
  readonly verdict: 'allow' | 'challenge' | 'deny'
  readonly reason: string
  readonly terms: ChallengeDemand | null
}

/** What the policy demands of people before this call may run. */
export interface ChallengeDemand {
  readonly riskLevel: RiskLevel
  readonly approvalsRequired: number
  readonly presence: Presence
  readonly lifeMs: number
}

/** The policy and its signals. Throws nothing: an error inside it is a deny that says so. */
export interface Policy {
  readonly policyHash: string
  /** Evaluates a call as it is, and where that denies, once more as if everything that people can give were given. */
  judge(call: Call): Promise<Judgement>
  /** Evaluates a call with what was really given. Only `allow` lets it run. */
  judgeApproved(call: Call, approval: ApprovalContext): Promise<Judgement>
}

/**
 * What must outlive a crash. Each method returns after it is on disk, and throws where it could not get there: then the
 * call that it was for does not run.
 */
export interface Journal {
  recordEvaluation(evaluation: Evaluation): Promise<void>
  recordChallenge(payload: ChallengePayload, envelope: EnvelopeOnWire): Promise<void>
  /**
   * Accepts a decision in one conditional update: the challenge is pending, neither clock has passed its deadline.
   * @returns how many different reviewers have approved by now, or null where the challenge had ended
   */
  recordDecision(entry: DecisionEntry): Promise<number | null>
  endChallenge(challengeId: ChallengeId, state: 'expired' | 'cancelled' | 'failed', reason: string): Promise<void>
  /**
   * Consumes an approval in one conditional update, before anything is forwarded. A crash after it loses a permission
   * and never doubles one.
   * @returns false where it was consumed or blocked already
   */
  consume(challengeId: ChallengeId): Promise<boolean>
  recordEnforcement(record: EnforcementRecord): Promise<void>
  recordLock(lock: Lock, envelope: EnvelopeOnWire | null): Promise<void>
  recordRelease(lockId: LockId, envelope: EnvelopeOnWire | null): Promise<void>
}

export interface DecisionEntry {
  readonly decisionId: DecisionId
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly reviewer: { readonly iss: string; readonly sub: string }
  readonly now: Clocks
  readonly envelope: EnvelopeOnWire
}

/** Everything that consoles are told. Losing it loses nothing that is durable. */
export interface Announcer {
  evaluationRecorded(evaluation: Evaluation): void
  challengeRaised(payload: ChallengePayload, envelope: EnvelopeOnWire): void
  challengeUpdated(challengeId: ChallengeId): void
  enforcementRecorded(record: EnforcementRecord): void
  /** Something that a person should know and that no message has a place for. */
  problem(sentence: string): void
}

/** Makes and signs the challenge's payload from a call and what the policy demands. */
export interface ChallengeMaker {
  make(draft: ChallengeDraft): Promise<{ readonly payload: ChallengePayload; readonly envelope: EnvelopeOnWire }>
}

export interface ChallengeDraft {
  readonly challengeId: ChallengeId
  readonly txn: TxnId
  readonly supersedes: ChallengeId | null
  readonly call: Call
  readonly judgement: Judgement & { readonly terms: ChallengeDemand }
  readonly raisedAt: Clocks
  readonly expiresAt: Clocks
  readonly holdMode: 'stream' | 'retry'
  readonly epoch: number
}

/** Both clocks of the point, and its one source of later. */
export interface Time {
  now(): Clocks
  after(ms: number, callback: () => void): () => void
}

/** What becomes of a call, to the transport that holds it. */
export type Ruling =
  | { readonly kind: 'forward'; readonly evaluationId: EvaluationId; readonly challengeId: ChallengeId | null }
  | { readonly kind: 'refuse'; readonly reason: string; readonly text: string; readonly challengeId: ChallengeId | null; readonly nextAction: 'request' | 'retry' | 'none'; readonly retryAfterMs: number | null }

/** What a lock can cover of a call. */
export const coveredOf = (pointId: Covered['pointId'], { agentId, sessionId, chain }: Call): Covered => ({ pointId, agentId, sessionId, chain })
