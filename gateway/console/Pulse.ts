import { LIMITS } from '../../shared/protocol/index.ts'
import type { ConsoleTime } from './api.ts'

interface Ears {
  /** Every ten seconds. */
  readonly onBeat: () => void
  /** Nothing was heard for 25 s. */
  readonly onSilence: () => void
}

/** The two clocks of an attachment: when to speak, and how long the other side may be silent. */
export class Pulse {
  readonly #time: ConsoleTime
  readonly #ears: Ears
  #heardMs: number
  #isOver = false
  #cancelBeat = () => {}
  #cancelWatch = () => {}

  constructor(time: ConsoleTime, ears: Ears) {
    this.#time = time
    this.#ears = ears
    this.#heardMs = time.now().monotonicMs
  }

  begin(): void {
    this.#beat()
    this.#watch(LIMITS.deadAfterMs)
  }

  heard(): void {
    this.#heardMs = this.#time.now().monotonicMs
  }

  stop(): void {
    this.#isOver = true
    this.#cancelBeat()
    this.#cancelWatch()
  }

  #beat(): void {
    if (this.#isOver) return
    this.#cancelBeat = this.#time.after(LIMITS.pingEveryMs, () => {
      this.#ears.onBeat()
      this.#beat()
    })
  }

  #watch(waitMs: number): void {
    if (this.#isOver) return
    this.#cancelWatch = this.#time.after(waitMs, () => {
      const quietMs = this.#time.now().monotonicMs - this.#heardMs
      if (quietMs >= LIMITS.deadAfterMs) this.#ears.onSilence()
      else this.#watch(LIMITS.deadAfterMs - quietMs)
    })
  }
}
