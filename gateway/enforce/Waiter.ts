import type { CancelledReason, Clocks } from '../../shared/domain/index.ts'
import type { Call, Ruling, Time } from './ports.ts'
import { cancelled } from './refusals.ts'

/** One caller that waits for the answer to its call: all exits over a single promise, so that nothing is answered twice. */
export class Waiter {
  readonly call: Call
  readonly ruling: Promise<Ruling>
  readonly #time: Time
  #resolve: (ruling: Ruling) => void = () => {}
  #isWaiting = true
  #cancelTimer = () => {}
  #onLeave: () => void = () => {}

  constructor(call: Call, time: Time) {
    this.call = call
    this.#time = time
    this.ruling = new Promise((resolve) => (this.#resolve = resolve))
  }

  /** Whether somebody still waits: not answered, and the caller's own deadline has passed on neither clock. */
  get isWaiting(): boolean {
    return this.#isWaiting && !hasPassed(this.call.callerDeadline, this.#time.now())
  }

  /** Puts the waiter into a room: who is told when its caller leaves. One room at a time. */
  enter(onLeave: () => void): void {
    this.#onLeave = onLeave
  }

  /** Sets what wakes this waiter in the room it is in; what was set before is off. Cleared with the answer. */
  wakeAfter(ms: number, callback: () => void): void {
    this.#cancelTimer()
    this.#cancelTimer = this.#time.after(Math.max(0, ms), callback)
  }

  /** Out of a room, on the way to another. */
  moveOut(): void {
    this.#cancelTimer()
    this.#cancelTimer = () => {}
    this.#onLeave = () => {}
  }

  /** Answers the transport. Only the first answer counts. */
  answer(ruling: Ruling): void {
    if (!this.#isWaiting) return
    this.#isWaiting = false
    this.moveOut()
    this.#resolve(ruling)
  }

  /** The caller has left, or is made to: it never runs, whatever is approved later. */
  leave(why: CancelledReason = 'caller_gone'): void {
    const onLeave = this.#onLeave
    this.answer(cancelled(null, why))
    onLeave()
  }
}

const hasPassed = (deadline: Clocks | null, now: Clocks) => deadline !== null && (now.monotonicMs >= deadline.monotonicMs || now.wallMs >= deadline.wallMs)
