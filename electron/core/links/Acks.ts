import type { StreamName } from './StreamMemory.ts'

/** Collects how far each stream is on disk, and says so at most once per stream and turn of the event loop. */
export class Acks {
  readonly #send: (stream: StreamName, seq: number) => void
  readonly #due = new Map<StreamName, number>()

  constructor(send: (stream: StreamName, seq: number) => void) {
    this.#send = send
  }

  /** Everything up to this number is on disk. */
  mark(stream: StreamName, seq: number): void {
    if (this.#due.size === 0) setImmediate(() => this.#flush())
    this.#due.set(stream, seq)
  }

  #flush(): void {
    const due = [...this.#due]
    this.#due.clear()
    for (const [stream, seq] of due) this.#send(stream, seq)
  }
}
