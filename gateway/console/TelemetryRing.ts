/** One thing that happened, as consoles may hear of it. */
export interface Telemetry<E> {
  readonly seq: number
  readonly event: E
}

/** How much telemetry is held for consoles that are slow or were away. */
const MOST_EVENTS = 8_192
const MOST_BYTES = 16 * 1_048_576

/** The newest telemetry, in memory; what falls out at the old end is a gap to whoever has not heard it. */
export class TelemetryRing<E> {
  #held: { readonly seq: number; readonly event: E; readonly bytes: number }[] = []
  #first = 0
  #bytes = 0
  #head: number

  /** @param head the number of the last event before */
  constructor(head: number) {
    this.#head = head
  }

  get head(): number {
    return this.#head
  }

  add(event: E, bytes: number): void {
    this.#held.push({ seq: ++this.#head, event, bytes })
    this.#bytes += bytes
    while (this.#held.length - this.#first > MOST_EVENTS || (this.#bytes > MOST_BYTES && this.#held.length - this.#first > 1)) {
      this.#bytes -= this.#held[this.#first++]?.bytes ?? 0
    }
    // Taken off in large pieces, because each removal moves all that stays.
    if (this.#first >= MOST_EVENTS) {
      this.#held = this.#held.slice(this.#first)
      this.#first = 0
    }
  }

  /** What is held after a number, oldest first; a first one that is not the next says what was lost. */
  after(seq: number, most: number): readonly Telemetry<E>[] {
    const oldest = this.#held[this.#first]?.seq ?? this.#head + 1
    const begin = this.#first + Math.max(0, seq + 1 - oldest)
    return this.#held.slice(begin, begin + most)
  }
}
