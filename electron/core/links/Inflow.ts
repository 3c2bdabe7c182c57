/** One message as it came in, with the moment when it did. */
export interface Arrival {
  readonly bytes: Uint8Array
  readonly isText: boolean
  readonly atMs: number
}

/** Above so many messages, or so many bytes, that wait, the socket is paused; below half of them it reads on. */
const MOST_WAITING = 64
const MOST_BYTES = 8 * 1024 * 1024

export interface InflowParts {
  /** Handles one message to its end. A rejection stops the inflow. */
  readonly handle: (arrival: Arrival) => Promise<void>
  readonly onFault: (fault: unknown) => void
  readonly pause: () => void
  readonly resume: () => void
}

/** What a connection brings, handled one message at a time and strictly in order, with back-pressure on the socket. */
export class Inflow {
  readonly #parts: InflowParts
  #waiting: Arrival[] = []
  #bytes = 0
  #isPaused = false
  #isStopped = false
  #running: Promise<void> | null = null

  constructor(parts: InflowParts) {
    this.#parts = parts
  }

  /** True while messages wait or one is being handled: a point that cannot be heard because of us is not silent. */
  get isBusy(): boolean {
    return this.#running !== null
  }

  add(arrival: Arrival): void {
    if (this.#isStopped) return
    this.#waiting.push(arrival)
    this.#bytes += arrival.bytes.length
    if (!this.#isPaused && (this.#waiting.length > MOST_WAITING || this.#bytes > MOST_BYTES)) {
      this.#isPaused = true
      this.#parts.pause()
    }
    this.#running ??= this.#run()
  }

  /** Drops what waits. What is being handled goes on to its end; `settled` says when. */
  stop(): void {
    this.#isStopped = true
    this.#waiting = []
  }

  /** Resolves once nothing waits and nothing is being handled. Never rejects. */
  async settled(): Promise<void> {
    while (this.#running !== null) await this.#running
  }

  async #run(): Promise<void> {
    try {
      for (let next = this.#take(); next !== undefined; next = this.#take()) await this.#parts.handle(next)
    } catch (fault) {
      this.stop()
      this.#parts.onFault(fault)
    } finally {
      this.#running = null
    }
  }

  #take(): Arrival | undefined {
    const next = this.#waiting.shift()
    this.#bytes -= next?.bytes.length ?? 0
    if (this.#isPaused && this.#waiting.length <= MOST_WAITING / 2 && this.#bytes <= MOST_BYTES / 2) {
      this.#isPaused = false
      this.#parts.resume()
    }
    return next
  }
}
