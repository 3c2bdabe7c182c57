import { LIMITS } from '../../shared/protocol/index.ts'
import type { ChallengeId, TxnId } from '../../shared/domain/index.ts'
import type { EffectOn, Time } from './ports.ts'
import { halted, pausedTooLong, pausedTooMany, refusal } from './refusals.ts'
import type { Waiter } from './Waiter.ts'

/** What a call carries over when it is judged anew: the operation that it is, and the challenge that was cancelled. */
export interface Thread {
  readonly txn: TxnId
  readonly supersedes: ChallengeId | null
}

export interface Paused {
  readonly waiter: Waiter
  readonly thread: Thread | null
}

/** Told this long before its deadline, a caller has its answer in time. */
export const BEFORE_DEADLINE_MS = 2_000

/** Calls that a pause holds: neither refused nor run, until it is released, their time is up or their caller leaves. */
export class Pausing {
  readonly #time: Time
  readonly #effectOn: EffectOn
  #held: readonly Paused[] = []

  constructor(time: Time, effectOn: EffectOn) {
    this.#time = time
    this.#effectOn = effectOn
  }

  /** Holds a call that has just come; an agent may have few of them, the rest are refused. */
  arrive(waiter: Waiter): void {
    const { agentId } = waiter.call
    if (this.#held.filter(({ waiter: { call } }) => call.agentId === agentId).length >= LIMITS.heldCallsPerAgentUnderPause) return waiter.answer(pausedTooMany())
    this.keep(waiter, null)
  }

  /** Goes on holding a call that waited already. */
  keep(waiter: Waiter, thread: Thread | null): void {
    if (!waiter.isWaiting) return waiter.leave()
    const paused = { waiter, thread }
    this.#held = [...this.#held, paused]
    waiter.enter(() => this.#drop(paused))
    const { monotonicMs } = this.#time.now()
    const untilDeadline = (waiter.call.callerDeadline?.monotonicMs ?? Infinity) - BEFORE_DEADLINE_MS - monotonicMs
    const isCallerFirst = untilDeadline < LIMITS.pausedCallLongestMs
    waiter.wakeAfter(Math.min(untilDeadline, LIMITS.pausedCallLongestMs), () => {
      this.#drop(paused)
      waiter.answer(isCallerFirst ? pausedComeAgain() : pausedTooLong())
    })
  }

  /** A halt is stronger: what it covers is refused. */
  refuseHalted(): void {
    for (const paused of this.#held.filter(({ waiter }) => this.#effectOn(waiter.call) === 'halt')) {
      this.#drop(paused)
      paused.waiter.answer(halted())
    }
  }

  /** Gives up the calls that nothing holds any more, in the order in which they came. */
  takeFree(): readonly Paused[] {
    const free = this.#held.filter(({ waiter }) => this.#effectOn(waiter.call) === null)
    for (const paused of free) {
      this.#drop(paused)
      paused.waiter.moveOut()
    }
    return free
  }

  #drop(paused: Paused): void {
    this.#held = this.#held.filter((other) => other !== paused)
  }
}

const pausedComeAgain = () => refusal('locked', 'This agent is paused.', { nextAction: 'retry', retryAfterMs: 10_000 })
