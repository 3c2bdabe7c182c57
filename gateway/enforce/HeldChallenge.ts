import { newChallenge, nextChallengeState, PRESENCES, type ChallengeEvent, type ChallengeId, type ChallengeRefusal, type ChallengeState, type ChallengeTerms, type DecisionId, type Presence, type SessionId, type TxnId } from '../../shared/domain/index.ts'
import { printTime, type ChallengeRecord, type EnforcementRecord, type NamedActor } from '../../shared/protocol/index.ts'
import type { Call, Challenging, MadeChallenge } from './ports.ts'
import type { Waiter } from './Waiter.ts'

export interface ChallengeStart {
  readonly challengeId: ChallengeId
  readonly txn: TxnId
  readonly supersedes: ChallengeId | null
  /** The call that it was raised for. Its caller may leave; what the point signed stays about this one. */
  readonly call: Call
  readonly judgement: Challenging
  readonly actionHash: string
  readonly epoch: number
  readonly terms: ChallengeTerms
}

/**
 * One challenge, and the calls that wait for it: equal ones, in the order in which they came. It stands here from the
 * moment in which it is to be raised, so that nothing can be raised twice while it is signed and written.
 */
export class HeldChallenge {
  readonly start: ChallengeStart
  /** Null until it is signed and on disk. */
  made: MadeChallenge | null = null
  isAnnounced = false
  /** An approval of it is being carried out. */
  isBeingRun = false
  /** Sessions whose caller was told to come again and has not yet. */
  readonly parked = new Set<SessionId>()
  #state: ChallengeState = newChallenge
  #waiters: readonly Waiter[] = []
  readonly #presences = new Map<DecisionId, Presence>()
  #decided = 0
  #endedBy: NamedActor | null = null
  #endedAtMs: number | null = null
  #enforcement: EnforcementRecord | null = null
  #lastTurn: Promise<void> = Promise.resolve()
  #cancelTimer = () => {}

  constructor(start: ChallengeStart) {
    this.start = start
  }

  get id(): ChallengeId {
    return this.start.challengeId
  }

  get state(): ChallengeState {
    return this.#state
  }

  get waiters(): readonly Waiter[] {
    return this.#waiters
  }

  /** The first to arrive that still has a caller. */
  get head(): Waiter | undefined {
    return this.#waiters.find(({ isWaiting }) => isWaiting)
  }

  /** Approved, and nothing has become of it yet. */
  get isApprovedAndWaiting(): boolean {
    return this.#state.status === 'approved' && this.#state.enforcement.outcome === 'waiting'
  }

  add(waiter: Waiter): void {
    this.#waiters = [...this.#waiters, waiter]
    this.parked.delete(waiter.call.sessionId)
  }

  remove(waiter: Waiter): void {
    this.#waiters = this.#waiters.filter((other) => other !== waiter)
  }

  /** One step of the challenge's life. @returns why the event was refused, or null */
  apply(event: ChallengeEvent): ChallengeRefusal | null {
    const { state, refusal } = nextChallengeState(this.#state, this.start.terms, event)
    if (state.status !== 'pending' && this.#endedAtMs === null && 'now' in event) this.#endedAtMs = event.now.wallMs
    this.#state = state
    return refusal
  }

  /** What the step would give, without taking it: asked before the journal is, so that nothing impossible is written. */
  peek(event: ChallengeEvent): ChallengeRefusal | null {
    return nextChallengeState(this.#state, this.start.terms, event).refusal
  }

  /** A decision was accepted: who is to be named if it was the one that ended it. */
  noteDecision(decisionId: DecisionId, reviewer: NamedActor, presence: Presence): void {
    this.#decided++
    this.#presences.set(decisionId, presence)
    if (this.#state.status !== 'pending') this.#endedBy = reviewer
  }

  noteEnforcement(record: EnforcementRecord): void {
    this.#enforcement = record
  }

  /** The weakest presence among those that approved it: no one's hold speaks for another's click. */
  get presence(): Presence {
    const approvals = this.#state.status === 'approved' ? this.#state.approvals : []
    const ranks = approvals.map(({ decisionId }) => PRESENCES.indexOf(this.#presences.get(decisionId) ?? 'click'))
    return PRESENCES[Math.min(...ranks)] ?? 'click'
  }

  /** What consoles are told of it, or null while it is being raised. */
  get record(): ChallengeRecord | null {
    if (this.made === null) return null
    const { status } = this.#state
    const decided = this.#state.status === 'pending' ? this.#state.approvals.length : this.#decided
    return {
      envelope: this.made.envelope,
      state: status,
      ...('reason' in this.#state ? { reason: this.#state.reason.slice(0, 256) } : {}),
      decided_count: decided,
      ...(this.#endedAtMs === null ? {} : { ended_at: printTime(this.#endedAtMs) }),
      ...(this.#endedBy === null ? {} : { ended_by: this.#endedBy }),
      ...(this.#enforcement === null ? {} : { enforcement: this.#enforcement }),
    }
  }

  /**
   * Runs decisions on it one after the other. Each is judged, written and applied before the next is looked at, so that
   * the order on disk is the order in memory.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#lastTurn.then(work)
    this.#lastTurn = mine.then(() => {}, () => {})
    return mine
  }

  /** Sets what wakes it at its clock; what was set before is off. */
  wakeBy(cancelTimer: () => void): void {
    this.#cancelTimer()
    this.#cancelTimer = cancelTimer
  }
}
