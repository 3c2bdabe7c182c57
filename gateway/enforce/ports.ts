import type { AgentId, Chain, ChallengeId, Clocks, Covered, EvaluationId, LockEffect, Presence, RiskLevel, SessionId, TxnId } from '../../shared/domain/index.ts'
import type { ChallengeRecord, EnforcementRecord, Evaluation, Invocation, LockRecord } from '../../shared/protocol/index.ts'
import type { MadeChallenge } from './journalPort.ts'

export type { DecisionEntry, EndedChallenge, Journal, MadeChallenge, Remembered, RevokedKey } from './journalPort.ts'

/** Who and where a call is, or a session that could make one, as far as a lock can cover it. */
export type Who = Omit<Covered, 'pointId'>

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

/** A judgement that asks for people. */
export type Challenging = Judgement & { readonly terms: ChallengeDemand }

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
  /**
   * Evaluates a call with what was really given. Only `allow` lets it run: nothing may be asked of people now that is more
   * than what they were asked for, or more than they gave.
   */
  judgeApproved(call: Call, approval: ApprovalContext, asked: ChallengeDemand): Promise<Judgement>
}

/** Everything that consoles are told: full objects, so that each message stands alone. Losing it loses nothing durable. */
export interface Announcer {
  evaluationRecorded(evaluation: Evaluation): void
  challengeRaised(record: ChallengeRecord): void
  challengeUpdated(record: ChallengeRecord): void
  enforcementRecorded(record: EnforcementRecord): void
  lockEngaged(record: LockRecord): void
  lockReleased(record: LockRecord): void
  epochChanged(epoch: number, atMs: number): void
  /** Something that a person should know and that no message has a place for. */
  problem(sentence: string): void
}

/** Makes and signs the challenge's payload from a call and what the policy demands. */
export interface ChallengeMaker {
  make(draft: ChallengeDraft): Promise<MadeChallenge>
}

export interface ChallengeDraft {
  readonly challengeId: ChallengeId
  readonly txn: TxnId
  readonly supersedes: ChallengeId | null
  readonly call: Call
  readonly judgement: Challenging
  /** What approvals bind to, as `actionHashOf` computes it: the payload's `action_hash`. */
  readonly actionHash: string
  readonly raisedAt: Clocks
  readonly expiresAt: Clocks
  readonly holdMode: 'stream' | 'retry'
  readonly epoch: number
}

/** What a transport says to being asked to end a call: it never ran, it was asked to stop and may finish, it is over. */
export type AbortResult = 'prevented' | 'asked' | 'over'

/** The transports that hold the callers, as far as a stop needs them. */
export interface Callers {
  /** Ends a call that was let go, and answers its caller with the refusal. Must not throw. */
  abort(call: Call, refusal: Refused): AbortResult
  /** Sessions that are connected now. */
  liveSessions(): readonly Who[]
}

/** Both clocks of the point, and its one source of later. */
export interface Time {
  now(): Clocks
  after(ms: number, callback: () => void): () => void
}

export interface Refused {
  readonly kind: 'refuse'
  readonly reason: string
  readonly text: string
  readonly challengeId: ChallengeId | null
  readonly nextAction: 'request' | 'retry' | 'none'
  readonly retryAfterMs: number | null
}

/** What becomes of a call, to the transport that holds it. */
export type Ruling = { readonly kind: 'forward'; readonly evaluationId: EvaluationId; readonly challengeId: ChallengeId | null } | Refused

/** What holds for somebody under the locks of now; null where nothing does. */
export type EffectOn = (who: Who) => LockEffect | null
