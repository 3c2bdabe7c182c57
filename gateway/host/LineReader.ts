import type { Socket } from 'node:net'

const LINE_FEED = 0x0a

/** Takes lines off a socket, one at a time, and never more than so many bytes that nobody has asked for. */
export class LineReader {
  readonly #mostBytes: number
  readonly #lines: Uint8Array[] = []
  readonly #waiting: ((line: Uint8Array | null) => void)[] = []
  /** What has come of the line that is not whole yet. */
  #rest: Buffer[] = []
  #restBytes = 0
  #isOver = false
  #isTooLong = false

  constructor(socket: Socket, mostBytes: number) {
    this.#mostBytes = mostBytes
    socket.on('data', (chunk: Buffer) => this.#take(socket, chunk))
    socket.on('error', () => this.#end())
    socket.on('close', () => this.#end())
    socket.on('end', () => this.#end())
  }

  /** Whether the other side said more than is taken, which is why nothing more comes. */
  get isTooLong(): boolean {
    return this.#isTooLong
  }

  /** The next line without its end, or null where none will come. */
  next(): Promise<Uint8Array | null> {
    const line = this.#lines.shift()
    if (line !== undefined) return Promise.resolve(line)
    return this.#isOver ? Promise.resolve(null) : new Promise((resolve) => void this.#waiting.push(resolve))
  }

  #take(socket: Socket, chunk: Buffer): void {
    let at = 0
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, at)) {
      this.#give(Buffer.concat([...this.#rest, chunk.subarray(at, end)]))
      this.#rest = []
      this.#restBytes = 0
      at = end + 1
    }
    this.#rest.push(chunk.subarray(at))
    this.#restBytes += chunk.length - at
    if (this.#restBytes + this.#lines.reduce((sum, { length }) => sum + length, 0) <= this.#mostBytes) return
    this.#isTooLong = true
    socket.destroy()
  }

  #give(line: Uint8Array): void {
    const taker = this.#waiting.shift()
    if (taker === undefined) this.#lines.push(line)
    else taker(line)
  }

  #end(): void {
    this.#isOver = true
    for (const taker of this.#waiting.splice(0)) taker(null)
  }
}
