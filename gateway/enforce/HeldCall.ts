import { newChallenge, nextChallengeState, type ChallengeEvent, type ChallengeRefusal, type ChallengeState, type ChallengeTerms } from '../../shared/domain/index.ts'
import type { ChallengePayload } from '../../shared/protocol/index.ts'
import type { Call, Ruling } from './ports.ts'

/** A call that waits for a person: one object with all its exits over a single promise, so that nothing is answered twice. */
export class HeldCall {
  readonly call: Call
  readonly payload: ChallengePayload
  readonly terms: ChallengeTerms
  readonly ruling: Promise<Ruling>
  #state: ChallengeState = newChallenge
  #answer: (ruling: Ruling) => void = () => {}
  #isAnswered = false
  #cancelTimer = () => {}
  #lastTurn: Promise<void> = Promise.resolve()

  constructor(call: Call, payload: ChallengePayload, terms: ChallengeTerms) {
    this.call = call
    this.payload = payload
    this.terms = terms
    this.ruling = new Promise((resolve) => (this.#answer = resolve))
  }

  get state(): ChallengeState {
    return this.#state
  }

  /** One step of the challenge's life. @returns why the event was refused, or null */
  apply(event: ChallengeEvent): ChallengeRefusal | null {
    const { state, refusal } = nextChallengeState(this.#state, this.terms, event)
    this.#state = state
    return refusal
  }

  /** What the step would give, without taking it: asked before the journal is, so that nothing impossible is written. */
  peek(event: ChallengeEvent): ChallengeRefusal | null {
    return nextChallengeState(this.#state, this.terms, event).refusal
  }

  /**
   * Runs decisions on this call one after the other. Each is judged, written and applied before the next is looked at, so
   * that the order on disk is the order in memory.
   */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#lastTurn.then(work)
    this.#lastTurn = mine.then(() => {}, () => {})
    return mine
  }

  /** Sets what wakes this call at its deadline; cleared as soon as it is answered. */
  wakeBy(cancelTimer: () => void): void {
    this.#cancelTimer = cancelTimer
  }

  /** Answers the transport. Only the first answer counts. */
  answer(ruling: Ruling): void {
    if (this.#isAnswered) return
    this.#isAnswered = true
    this.#cancelTimer()
    this.#answer(ruling)
  }
}
