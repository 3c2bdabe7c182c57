import type { Clock } from './Clock.ts'
import { MAX_REFUSED_IN_A_SECOND } from './limits.ts'

/** How often a client had to be refused lately. Each refusal costs far more than the byte that brought it about. */
export class Refusals {
  readonly #clock: Pick<Clock, 'now'>
  #sinceMs = Number.NEGATIVE_INFINITY
  #count = 0

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  /** Counts one. @returns whether they are more than a client can be forgiven */
  count(): boolean {
    const nowMs = this.#clock.now()
    if (nowMs - this.#sinceMs >= 1_000) {
      this.#sinceMs = nowMs
      this.#count = 0
    }
    return ++this.#count > MAX_REFUSED_IN_A_SECOND
  }
}
