import { LIMITS } from '../../../shared/protocol/index.ts'
import type { Surroundings } from './Dial.ts'

export interface HeartbeatParts {
  readonly surroundings: Surroundings
  readonly ping: () => void
  /** When the point was last heard, milliseconds of our clock. */
  readonly heardMs: () => number
  /** While we ourselves are behind with what it sent, it is not silent. */
  readonly isBusy: () => boolean
  readonly onSilence: () => void
}

/** Pings an attached point every 10 s, and says when nothing was heard of it for 25 s. */
export class Heartbeat {
  readonly #parts: HeartbeatParts
  #cancelPing = () => {}
  #cancelWatch = () => {}

  constructor(parts: HeartbeatParts) {
    this.#parts = parts
  }

  start(): void {
    this.#ping()
    this.#watch(LIMITS.deadAfterMs)
  }

  stop(): void {
    this.#cancelPing()
    this.#cancelWatch()
  }

  #ping(): void {
    this.#cancelPing = this.#parts.surroundings.after(LIMITS.pingEveryMs, () => this.#ping())
    this.#parts.ping()
  }

  #watch(waitMs: number): void {
    const { surroundings, heardMs, isBusy, onSilence } = this.#parts
    this.#cancelWatch = surroundings.after(waitMs, () => {
      // A clock that was set back must not keep a dead link alive for longer than once more the whole time.
      const quietMs = Math.max(0, surroundings.now() - heardMs())
      if (isBusy()) this.#watch(LIMITS.deadAfterMs)
      else if (quietMs < LIMITS.deadAfterMs) this.#watch(LIMITS.deadAfterMs - quietMs)
      else onSilence()
    })
  }
}
