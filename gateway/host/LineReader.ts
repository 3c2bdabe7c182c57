import type { Socket } from 'node:net'

const MAX_LINE_BYTES = 65_536
const LINE_FEED = 0x0a

/** Takes lines off a socket, one at a time, and never more than a line may be long. */
export class LineReader {
  readonly #lines: Uint8Array[] = []
  readonly #waiting: ((line: Uint8Array | null) => void)[] = []
  #rest: Buffer = Buffer.alloc(0)
  #isOver = false

  constructor(socket: Socket) {
    socket.on('data', (chunk: Buffer) => this.#take(socket, chunk))
    socket.on('error', () => this.#end())
    socket.on('close', () => this.#end())
    socket.on('end', () => this.#end())
  }

  /** The next line without its end, or null where none will come. */
  next(): Promise<Uint8Array | null> {
    const line = this.#lines.shift()
    if (line !== undefined) return Promise.resolve(line)
    return this.#isOver ? Promise.resolve(null) : new Promise((resolve) => void this.#waiting.push(resolve))
  }

  #take(socket: Socket, chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk])
    for (let end = this.#rest.indexOf(LINE_FEED); end !== -1; end = this.#rest.indexOf(LINE_FEED)) {
      this.#give(this.#rest.subarray(0, end))
      this.#rest = this.#rest.subarray(end + 1)
    }
    if (this.#rest.length + this.#lines.reduce((sum, { length }) => sum + length, 0) > MAX_LINE_BYTES) socket.destroy()
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
