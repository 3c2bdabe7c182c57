/** How a point's clock and line look from here. Milliseconds. */
export interface ClockReading {
  readonly roundTripMs: number
  /** What must be added to our clock to get the point's. */
  readonly clockOffsetMs: number
}

/** How many samples are looked at. */
const SAMPLES = 8
/** Pings of ours that may wait for their answer. */
const OPEN_PINGS = 8

/**
 * Measures the round trip and the difference of the clocks. A ping of the point names its time; it took about half a
 * round trip to get here, and of the last round trips the shortest is the one that was least held up. The median of
 * the last offsets is given, so that one delayed frame moves nothing.
 */
export class ClockWatch {
  readonly #sent = new Map<string, number>()
  #roundTrips: readonly number[] = []
  #offsets: readonly number[] = []

  /** A ping of ours, or the attach, has left. */
  left(nonce: string, nowMs: number): void {
    this.#sent.set(nonce, nowMs)
    if (this.#sent.size > OPEN_PINGS) this.#sent.delete(this.#sent.keys().next().value ?? '')
  }

  /** Its answer is here. An answer to nothing that we asked measures nothing. */
  came(nonce: string, nowMs: number): void {
    const leftMs = this.#sent.get(nonce)
    if (leftMs === undefined) return
    this.#sent.delete(nonce)
    this.#roundTrips = [...this.#roundTrips, Math.max(0, nowMs - leftMs)].slice(-SAMPLES)
  }

  /** The point said what time it had. */
  told(serverMs: number, nowMs: number): ClockReading {
    this.#offsets = [...this.#offsets, serverMs - nowMs].slice(-SAMPLES)
    const shortest = this.#roundTrips.length === 0 ? 0 : Math.min(...this.#roundTrips)
    return { roundTripMs: this.#roundTrips.at(-1) ?? 0, clockOffsetMs: Math.round(median(this.#offsets) + shortest / 2) }
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, sorted[Math.floor(sorted.length / 2)] ?? 0]
  return (low + high) / 2
}
