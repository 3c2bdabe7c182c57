import type { ConsoleTime } from './api.ts'

/** So many commands at once, and so many a second after that. */
const BURST = 100
const PER_SECOND = 20
/** Whoever goes on after so many refusals within one stretch without a token is cut off. */
const MOST_REFUSED = 200

/** How fast one console may send commands. Denials and stops never come here. */
export class RateLimit {
  readonly #time: ConsoleTime
  #tokens = BURST
  #refused = 0
  #atMs: number

  constructor(time: ConsoleTime) {
    this.#time = time
    this.#atMs = time.now().monotonicMs
  }

  /** Takes one command: it may go on, it must come again after a while, or the link has to end. */
  take(): 'ok' | 'limited' | 'abuse' {
    const nowMs = this.#time.now().monotonicMs
    this.#tokens = Math.min(BURST, this.#tokens + ((nowMs - this.#atMs) / 1_000) * PER_SECOND)
    this.#atMs = nowMs
    if (this.#tokens >= 1) {
      this.#tokens--
      this.#refused = 0
      return 'ok'
    }
    return ++this.#refused > MOST_REFUSED ? 'abuse' : 'limited'
  }
}
