import { FrameSplitter, type ByteFace, type Clock } from '../mcp/index.ts'
import { reachPoint } from './reachPoint.ts'
import { answerWithoutPoint, WaitingRequests } from './WaitingRequests.ts'

/** The point's frames are larger than ours are allowed to be, and a result cut short would help nobody. */
const MAX_ANSWER_BYTES = 16 * 1024 * 1024
/** With this much waiting on one side, the other side is not read. */
const FULL_BYTES = 1024 * 1024
const LINE_FEED = new Uint8Array([0x0a])

export interface ShimOptions {
  /** The MCP client: our own input and output. */
  readonly client: ByteFace
  readonly connect: () => Promise<ByteFace>
  /** Sent to the point as its first line; must stand on one line. */
  readonly credential: string
  readonly clock: Clock
  readonly startPoint?: () => Promise<void>
  /** For our own error stream, where a person looks when nothing works. */
  readonly onProblem: (line: string) => void
}

/**
 * Stands in an MCP client's configuration: connects to the running point, says who it is, and copies bytes both ways.
 * Judges nothing. Where there is no point, or no longer, every request is answered with what to do; none is left waiting.
 * @returns when the client has left
 * @throws {RangeError} where the credential does not stand on one line
 */
export async function runShim(options: ShimOptions): Promise<void> {
  if (/[\r\n]/.test(options.credential)) throw new RangeError('A credential stands on one line')
  // Nothing is read from the client before this is settled, so nothing needs keeping.
  const reached = await reachPoint(options)
  const { client } = options
  const whenClientLeft = new Promise<void>((resolve) => client.onEnd(() => resolve()))
  const shim = new Shim(options)
  if (typeof reached === 'string') shim.lose(reached)
  else shim.use(reached)
  client.onBytes((bytes) => shim.hearClient(bytes))
  await whenClientLeft
  // The point learns at once that the caller is gone; a call that is held for it will then never run.
  shim.end()
}

class Shim {
  readonly #options: ShimOptions
  readonly #waiting = new WaitingRequests()
  readonly #fromClient = new FrameSplitter()
  readonly #fromPoint = new FrameSplitter(MAX_ANSWER_BYTES)
  #point: ByteFace | null = null
  #lostWhy = ''

  constructor(options: ShimOptions) {
    this.#options = options
  }

  use(point: ByteFace): void {
    const { client, credential } = this.#options
    this.#point = point
    point.write(new TextEncoder().encode(`${credential}\n`))
    point.onBytes((bytes) => this.#hearPoint(bytes))
    point.onEnd((how) => this.lose(`The Countersign gateway ${how}.`))
    point.onDrain(() => client.resume())
    client.onDrain(() => point.resume())
  }

  hearClient(bytes: Uint8Array): void {
    const point = this.#point
    point?.write(bytes)
    if (point !== null && point.waitingBytes > FULL_BYTES) this.#options.client.pause()
    for (const frame of this.#fromClient.push(bytes)) {
      if (frame.bytes === null) continue
      if (point !== null) this.#waiting.noteSent(frame.bytes)
      else this.#answer(answerWithoutPoint(frame.bytes, this.#lostWhy))
    }
  }

  /** There is no point, or no longer. A frame of which it has only a part is answered when its rest arrives here. */
  lose(why: string): void {
    if (this.#lostWhy !== '') return
    this.#point?.end()
    this.#point = null
    this.#lostWhy = why
    this.#options.onProblem(why)
    this.#options.client.resume()
    for (const answer of this.#waiting.answerAll(why)) this.#answer(answer)
  }

  end(): void {
    this.#point?.end()
  }

  /** Whole frames only: half an answer, left by a connection that broke, would spoil the one that we then write. */
  #hearPoint(bytes: Uint8Array): void {
    for (const frame of this.#fromPoint.push(bytes)) {
      if (frame.kind === 'tooLong') return this.lose(`The Countersign gateway sent ${frame.length} bytes in one line.`)
      this.#waiting.noteAnswered(frame.bytes)
      this.#answer(frame.bytes)
    }
  }

  #answer(frame: Uint8Array | null): void {
    const { client } = this.#options
    if (frame === null) return
    client.write(frame)
    client.write(LINE_FEED)
    if (client.waitingBytes > FULL_BYTES) this.#point?.pause()
  }
}
