/** Time in the test's hands: callbacks run when the test lets time pass, in the order in which they are due. */
export class FakeTime {
  #nowMs = 1_000_000
  #waiting: { readonly dueMs: number; readonly callback: () => void }[] = []

  readonly now = (): number => this.#nowMs

  readonly after = (ms: number, callback: () => void): (() => void) => {
    const entry = { dueMs: this.#nowMs + ms, callback }
    this.#waiting.push(entry)
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== entry)
    }
  }

  pass(ms: number): void {
    const until = this.#nowMs + ms
    for (;;) {
      const [next] = this.#waiting.filter(({ dueMs }) => dueMs <= until).sort((a, b) => a.dueMs - b.dueMs)
      if (next === undefined) break
      this.#waiting = this.#waiting.filter((other) => other !== next)
      this.#nowMs = Math.max(this.#nowMs, next.dueMs)
      next.callback()
    }
    this.#nowMs = until
  }

  /** Time passes and nothing is called, as while an event loop is held up. What is due then comes with the next `pass`. */
  block(ms: number): void {
    this.#nowMs += ms
  }

  get waiting(): number {
    return this.#waiting.length
  }
}
