import type { Approval, CancelledReason, ChallengeId, ChallengeRefusal, ChallengeTerms, Lock, LockId, NewId, PointId, Revocation, SessionId } from '../../shared/domain/index.ts'
import { effectOn, isFenced } from '../../shared/domain/index.ts'
import { LIMITS, type ChallengePayload, type EnforcementRecord, type EnvelopeOnWire } from '../../shared/protocol/index.ts'
import { HeldCall } from './HeldCall.ts'
import { coveredOf, type Announcer, type ApprovalContext, type Call, type ChallengeDemand, type ChallengeMaker, type DecisionEntry, type Journal, type Judgement, type Policy, type Ruling, type Time } from './ports.ts'
import { blocked, cancelled, deniedByPerson, deniedByPolicy, expired, halted, pointFault, tooManyWaiting } from './refusals.ts'

export interface EnforcerParts {
  readonly pointId: PointId
  readonly policy: Policy
  readonly journal: Journal
  readonly announcer: Announcer
  readonly maker: ChallengeMaker
  readonly time: Time
  readonly newId: NewId
  /** What the journal remembers of an earlier life: stops hold over restarts, and what they voided stays void. */
  readonly epoch: number
  readonly locks?: readonly Lock[]
  readonly revocations?: readonly Revocation[]
}

/** A decision whose signature, key, role and binding have been verified; what is left to judge is time and state. */
export interface VerifiedDecision extends Omit<DecisionEntry, 'now'> {
  readonly presence: ApprovalContext['presence']
  readonly comment: string | undefined
  readonly stampedEpoch: number
}

export type DecisionOutcome = { readonly outcome: 'accepted' } | { readonly outcome: 'refused'; readonly code: 'unknown_challenge' | 'unavailable' | Exclude<ChallengeRefusal, 'not_consumable'> }

/** What a lock did, for its receipt. */
export interface LockEffectReport {
  readonly epoch: number
  readonly sessionsStopped: readonly SessionId[]
  readonly challengesCancelled: readonly ChallengeId[]
  readonly inflightUnabortable: readonly SessionId[]
}

/** The judge of every call: holds it, asks, re-evaluates, consumes once, and lets it run or not. */
export class Enforcer {
  readonly #parts: EnforcerParts
  readonly #held = new Map<ChallengeId, HeldCall>()
  readonly #running = new Map<string, Call>()
  readonly #locks = new Map<LockId, Lock>()
  readonly #revocations: Revocation[] = []
  #epoch: number

  constructor(parts: EnforcerParts) {
    this.#parts = parts
    this.#epoch = parts.epoch
    for (const lock of parts.locks ?? []) this.#locks.set(lock.lockId, lock)
    this.#revocations.push(...(parts.revocations ?? []))
  }

  get epoch(): number {
    return this.#epoch
  }

  get locks(): readonly Lock[] {
    return [...this.#locks.values()]
  }

  /** Judges a call. Settles when it may run or must not; for a held call that is when a person, a clock or a stop has spoken. */
  async judge(call: Call): Promise<Ruling> {
    const { policy, journal, announcer } = this.#parts
    if (this.#effectOn(call) !== null) return halted()
    const judgement = await policy.judge(call)
    try {
      await journal.recordEvaluation(judgement.evaluation)
    } catch {
      return this.#failed(null)
    }
    announcer.evaluationRecorded(judgement.evaluation)
    // A stop may have fallen while the policy was asked or the disk was written.
    if (this.#effectOn(call) !== null) return halted()
    if (judgement.verdict === 'deny') return deniedByPolicy(judgement.reason)
    if (judgement.verdict === 'allow') return this.#forward(call, judgement, null)
    return judgement.terms === null ? deniedByPolicy(judgement.reason) : this.#hold(call, { ...judgement, terms: judgement.terms })
  }

  /** Takes in a verified decision. Expiry and end are judged in the same step that accepts, by the journal and by us. */
  async decide(decision: VerifiedDecision): Promise<DecisionOutcome> {
    const held = this.#held.get(decision.challengeId)
    return held === undefined ? refused('unknown_challenge') : held.inTurn(() => this.#decideInTurn(held, decision))
  }

  async #decideInTurn(held: HeldCall, decision: VerifiedDecision): Promise<DecisionOutcome> {
    const now = this.#parts.time.now()
    const approval: Approval = { decisionId: decision.decisionId, reviewer: decision.reviewer }
    const event = decision.verdict === 'approve'
      ? ({ kind: 'approve', approval, isFenced: this.#isFenced(decision.stampedEpoch, held.call), now } as const)
      : ({ kind: 'deny', by: decision.reviewer, decisionId: decision.decisionId, now } as const)

    const refusal = held.peek(event)
    if (refusal !== null) {
      // An expiry is found here as surely as by the timer; it takes effect either way.
      held.apply(event)
      await this.#settle(held)
      return refused(codeOf(refusal))
    }
    try {
      if ((await this.#parts.journal.recordDecision({ ...decision, now })) === null) return refused('challenge_terminal')
    } catch {
      // A denial that cannot be written still denies; an approval that cannot be written never approves.
      if (decision.verdict === 'deny') {
        held.apply(event)
        this.#release(held, deniedByPerson(decision.challengeId, decision.comment))
      }
      this.#parts.announcer.problem(`The decision on ${decision.challengeId} could not be written down.`)
      return refused('unavailable')
    }
    const late = held.apply(event)
    if (late !== null) return refused(codeOf(late))
    this.#parts.announcer.challengeUpdated(decision.challengeId)
    if (held.state.status === 'denied') this.#release(held, deniedByPerson(decision.challengeId, decision.comment))
    if (held.state.status === 'approved') void this.#runApproved(held, decision.presence)
    return { outcome: 'accepted' }
  }

  /** The caller of a call has left: what it asked for never runs, whatever is approved later. */
  async callerGone(callId: string): Promise<void> {
    for (const held of this.#held.values()) {
      if (held.call.callId !== callId) continue
      held.apply({ kind: 'callerGone' })
      await this.#settle(held)
    }
  }

  /** A call that was let go has come back, never will, or did not run after all: its transport says which. */
  async finished(call: Call, record: EnforcementRecord): Promise<void> {
    this.#running.delete(call.callId)
    try {
      await this.#parts.journal.recordEnforcement(record)
    } catch {
      this.#parts.announcer.problem(`The outcome of ${record.challenge_id ?? record.evaluation_id} could not be written down.`)
    }
    this.#parts.announcer.enforcementRecorded(record)
  }

  /**
   * Stops what a lock covers. In memory first, so that nothing slips by while the disk is written, and never undone by a
   * disk that is full: a stop is the safe direction.
   */
  async engage(lock: Omit<Lock, 'epoch'>, envelope: EnvelopeOnWire | null): Promise<LockEffectReport> {
    this.#epoch++
    const engaged: Lock = { ...lock, epoch: this.#epoch }
    this.#locks.set(lock.lockId, engaged)
    this.#revocations.push({ epoch: engaged.epoch, target: lock.target })
    const isCovered = (call: Call) => effectOn([engaged], coveredOf(this.#parts.pointId, call)) !== null
    const challengesCancelled = await this.#cancelWhere(isCovered, 'revoked')
    try {
      await this.#parts.journal.recordLock(engaged, envelope)
    } catch {
      this.#parts.announcer.problem(`The stop ${lock.lockId} holds, but could not be written down.`)
    }
    const running = [...this.#running.values()].filter(isCovered).map(({ sessionId }) => sessionId)
    return { epoch: engaged.epoch, challengesCancelled, sessionsStopped: [...new Set(running)], inflightUnabortable: [...new Set(running)] }
  }

  /** Ends a lock. What was approved before it stays void: the epoch does not go back. Throws where it cannot be written. */
  async releaseLock(lockId: LockId, envelope: EnvelopeOnWire | null): Promise<boolean> {
    if (!this.#locks.has(lockId)) return false
    await this.#parts.journal.recordRelease(lockId, envelope)
    return this.#locks.delete(lockId)
  }

  /** A tool, a policy or a session changed: what waits under the old one ends. */
  async cancelWhere(isAffected: (call: Call) => boolean, reason: CancelledReason): Promise<readonly ChallengeId[]> {
    return this.#cancelWhere(isAffected, reason)
  }

  async #hold(call: Call, judgement: Judgement & { terms: ChallengeDemand }): Promise<Ruling> {
    const { maker, journal, announcer, time, newId } = this.#parts
    const waiting = [...this.#held.values()].filter((held) => held.call.agentId === call.agentId && held.state.status === 'pending')
    if (waiting.length >= LIMITS.waitingChallengesPerAgent) return tooManyWaiting(soonest(waiting, time.now().monotonicMs))

    const raisedAt = time.now()
    const life = Math.min(LIMITS.challengeLifeLongestMs, Math.max(LIMITS.challengeLifeShortestMs, judgement.terms.lifeMs))
    const expiresAt = { monotonicMs: raisedAt.monotonicMs + life, wallMs: raisedAt.wallMs + life }
    const draft = { challengeId: newId('challenge'), txn: newId('txn'), supersedes: null, call, judgement, raisedAt, expiresAt, holdMode: 'stream', epoch: this.#epoch } as const
    let held: HeldCall
    let envelope: EnvelopeOnWire
    try {
      const made = await maker.make(draft)
      envelope = made.envelope
      held = new HeldCall(call, made.payload, termsOf(made.payload, call, expiresAt))
      await journal.recordChallenge(made.payload, envelope)
    } catch {
      return this.#failed(null)
    }
    this.#held.set(draft.challengeId, held)
    held.wakeBy(time.after(deadlineOf(held).monotonicMs - time.now().monotonicMs, () => void this.#tick(held)))
    // A stop that fell while this was signed and written covers it too, and nobody is asked.
    if (this.#effectOn(call) !== null || this.#isFenced(draft.epoch, call)) await this.#cancel(held, 'revoked')
    else announcer.challengeRaised(held.payload, envelope)
    return held.ruling
  }

  async #runApproved(held: HeldCall, presence: ApprovalContext['presence']): Promise<void> {
    const { policy, journal, time } = this.#parts
    const { state, call, payload } = held
    if (state.status !== 'approved') return
    const judgement = await policy.judgeApproved(call, { approverCount: state.approvals.length, presence })
    try {
      await journal.recordEvaluation(judgement.evaluation)
    } catch {
      held.apply({ kind: 'fail', reason: 'journal' })
      return this.#release(held, this.#failed(payload.challenge_id))
    }
    const unfit = held.apply({ kind: 'consume', isStillAllowed: judgement.verdict === 'allow', isFenced: this.#isFenced(payload.epoch, call), now: time.now() })
    const { state: after } = held
    if (unfit !== null || after.status !== 'approved' || after.enforcement.outcome !== 'forwarded') return this.#settle(held)
    try {
      if (!(await journal.consume(payload.challenge_id))) return this.#release(held, blocked(payload.challenge_id, 'consumed'))
    } catch {
      return this.#release(held, this.#failed(payload.challenge_id))
    }
    // The last look: a stop that fell while the consumption was written wins. The permission is lost, which is the safe side.
    if (this.#isFenced(payload.epoch, call) || this.#effectOn(call) !== null) return this.#release(held, blocked(payload.challenge_id, 'locked'))
    this.#release(held, this.#forward(call, judgement, payload.challenge_id))
  }

  #forward(call: Call, { evaluation }: Judgement, challengeId: ChallengeId | null): Ruling {
    this.#running.set(call.callId, call)
    return { kind: 'forward', evaluationId: evaluation.evaluation_id, challengeId }
  }

  async #cancelWhere(isAffected: (call: Call) => boolean, reason: CancelledReason): Promise<readonly ChallengeId[]> {
    const affected = [...this.#held.values()].filter((held) => isAffected(held.call))
    for (const held of affected) await this.#cancel(held, reason)
    return affected.map(({ payload }) => payload.challenge_id)
  }

  async #cancel(held: HeldCall, reason: CancelledReason): Promise<void> {
    held.apply({ kind: 'cancel', reason, now: this.#parts.time.now() })
    await this.#settle(held)
  }

  async #tick(held: HeldCall): Promise<void> {
    held.apply({ kind: 'tick', now: this.#parts.time.now() })
    await this.#settle(held)
  }

  /** Gives a call that has ended its answer, and writes the end down. The answer does not wait for the disk. */
  async #settle(held: HeldCall): Promise<void> {
    const { state, payload } = held
    const id = payload.challenge_id
    if (state.status === 'expired') return this.#end(held, expired(id), 'expired', state.reason)
    if (state.status === 'cancelled') return this.#end(held, cancelled(id, state.reason), 'cancelled', state.reason)
    if (state.status === 'failed') return this.#end(held, this.#failed(id), 'failed', state.reason)
    if (state.status === 'approved' && state.enforcement.outcome === 'blocked') this.#release(held, blocked(id, state.enforcement.reason))
    if (state.status === 'approved' && state.enforcement.outcome === 'aborted') this.#release(held, cancelled(id, 'caller_gone'))
  }

  async #end(held: HeldCall, ruling: Ruling, state: 'expired' | 'cancelled' | 'failed', reason: string): Promise<void> {
    this.#release(held, ruling)
    try {
      await this.#parts.journal.endChallenge(held.payload.challenge_id, state, reason)
    } catch {
      this.#parts.announcer.problem(`The end of ${held.payload.challenge_id} could not be written down.`)
    }
    this.#parts.announcer.challengeUpdated(held.payload.challenge_id)
  }

  #release(held: HeldCall, ruling: Ruling): void {
    this.#held.delete(held.payload.challenge_id)
    held.answer(ruling)
  }

  #failed(challengeId: ChallengeId | null): Ruling {
    this.#parts.announcer.problem('The journal could not be written; the call it was for did not run.')
    return pointFault(challengeId)
  }

  #effectOn(call: Call) {
    return effectOn(this.locks, coveredOf(this.#parts.pointId, call))
  }

  #isFenced(stampedEpoch: number, call: Call): boolean {
    return isFenced(stampedEpoch, this.#revocations, coveredOf(this.#parts.pointId, call))
  }
}

/** Only a consumption can be not consumable, and no decision is one. */
const codeOf = (refusal: ChallengeRefusal) => (refusal === 'not_consumable' ? 'challenge_terminal' : refusal)

const refused = (code: Extract<DecisionOutcome, { outcome: 'refused' }>['code']): DecisionOutcome => ({ outcome: 'refused', code })

function termsOf(payload: ChallengePayload, call: Call, expiresAt: ChallengeTerms['deadline']): ChallengeTerms {
  const isCallerFirst = call.callerDeadline !== null && call.callerDeadline.monotonicMs < expiresAt.monotonicMs
  return {
    approvalsRequired: payload.approvals_required,
    holdMode: payload.hold_mode,
    deadline: isCallerFirst && call.callerDeadline !== null ? call.callerDeadline : expiresAt,
    deadlineReason: isCallerFirst ? 'caller_deadline' : 'ttl',
    approvalLifeMs: payload.hold_mode === 'stream' ? LIMITS.approvalLifeStreamMs : LIMITS.approvalLifeRetryMs,
  }
}

const deadlineOf = (held: HeldCall) => held.terms.deadline

function soonest(waiting: readonly HeldCall[], nowMs: number): number {
  return Math.max(1_000, Math.min(...waiting.map((held) => deadlineOf(held).monotonicMs)) - nowMs)
}
