import type { ByteFace } from '../../../gateway/mcp/index.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** One side of a session in the test's hands: what was written to it lies in `lines`, and the test says what comes. */
export class MemoryFace implements ByteFace {
  waitingBytes = 0
  isEnded = false
  isPaused = false
  /** Called with every whole line as it is written. */
  onLine: (line: string) => void = () => {}
  readonly lines: string[] = []
  #rest: Buffer = Buffer.alloc(0)
  #isOver = false
  #onBytes: (bytes: Uint8Array) => void = () => {}
  #onDrain = () => {}
  readonly #onEnd: ((how: string) => void)[] = []

  write(bytes: Uint8Array): void {
    this.#rest = Buffer.concat([this.#rest, bytes])
    for (let end = this.#rest.indexOf(0x0a); end !== -1; end = this.#rest.indexOf(0x0a)) {
      const line = this.#rest.subarray(0, end).toString('utf8')
      this.#rest = this.#rest.subarray(end + 1)
      this.lines.push(line)
      this.onLine(line)
    }
  }

  onBytes(listener: (bytes: Uint8Array) => void): void {
    this.#onBytes = listener
  }

  onEnd(listener: (how: string) => void): void {
    this.#onEnd.push(listener)
  }

  onDrain(listener: () => void): void {
    this.#onDrain = listener
  }

  pause(): void {
    this.isPaused = true
  }

  resume(): void {
    this.isPaused = false
  }

  end(): void {
    this.isEnded = true
  }

  cut(): void {
    this.isEnded = true
    this.leave('closed the connection')
  }

  /** Bytes come from this side. */
  feed(bytes: Uint8Array): void {
    this.#onBytes(bytes)
  }

  /** A whole line comes from this side: a text as it is, or a value as JSON. */
  say(message: string | object): void {
    this.feed(bytesOf(`${typeof message === 'string' ? message : JSON.stringify(message)}\n`))
  }

  drain(): void {
    this.waitingBytes = 0
    this.#onDrain()
  }

  leave(how = 'closed its side'): void {
    if (this.#isOver) return
    this.#isOver = true
    for (const listener of this.#onEnd) listener(how)
  }

  /** What was written, as values. */
  get messages(): readonly Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  /** The result that answers a request; without one the test is at fault. */
  resultOf<T>(id: unknown): T {
    const result = this.messageOf(id)?.['result']
    if (result === undefined) throw new Error(`No result answers ${String(id)}`)
    return result as T
  }

  /** The first text of a call's result. */
  textOf(id: unknown): string | undefined {
    return this.resultOf<{ content: { text: string }[] }>(id).content[0]?.text
  }

  messageOf(id: unknown): Record<string, unknown> | undefined {
    return this.messages.find((message) => message['id'] === id)
  }
}
