import { Buffer } from 'node:buffer'
import type { Socket } from 'node:net'
import { WebSocket, type RawData } from 'ws'
import type { MessageId, NewId } from '../../shared/domain/index.ts'
import { CLOSE, LIMITS, printTime, readFrame, writePointFrame, type CloseCode, type ErrorCode, type Frame, isRetryable, type PointBody, type PointFrameType } from '../../shared/protocol/index.ts'
import type { ConsoleTime } from './api.ts'

/** What a connection tells whoever it belongs to. */
export interface ConnectionEars {
  onFrame(frame: Frame<'console'>): void
  /** Something that is no frame of a console; the sentence names the place and never the value. */
  onBadFrame(sentence: string, id: MessageId | null): void
  /** Told once, however it ended. */
  onEnd(): void
  /** Our own fault while we handled what came in. */
  onFault(fault: unknown): void
}

interface Parts {
  readonly socket: WebSocket
  /** What carries it, to count what comes in before anything is made of it. */
  readonly raw: Socket
  readonly time: ConsoleTime
  readonly newId: NewId
  readonly ears: ConnectionEars
}

/** Above this a peer that does not read is cut off: nobody's slowness fills this point's memory. */
const MOST_BUFFERED = 32 * 1_048_576

/** One WebSocket connection: frames in, frames out, and the few things that end it at once. */
export class Connection {
  readonly #parts: Parts
  #bytesLeft: number | null = LIMITS.bytesBeforeAttach
  #isOver = false

  constructor(parts: Parts) {
    this.#parts = parts
    const { socket, raw, ears } = parts
    // Before ws looks at it.
    raw.prependListener('data', (chunk: Buffer) => this.#count(chunk.length))
    socket.on('message', (data, isBinary) => this.#guarded(() => this.#read(data, isBinary)))
    // What is wrong with the protocol itself is answered by ws, with the code of RFC 6455 that fits.
    socket.on('error', () => {})
    socket.on('close', () => {
      this.#isOver = true
      this.#guarded(() => ears.onEnd())
    })
  }

  get isOpen(): boolean {
    return !this.#isOver && this.#parts.socket.readyState === WebSocket.OPEN
  }

  /** From now on any number of bytes may come; each frame has its own limit. */
  liftByteLimit(): void {
    this.#bytesLeft = null
  }

  /** Writes a frame. What cannot be written any more shows itself as the end of the connection. */
  send<T extends PointFrameType>(type: T, body: PointBody<T>, over: { readonly re?: MessageId; readonly id?: MessageId; readonly ts?: string; readonly stream?: 'control' | 'telemetry'; readonly seq?: number } = {}): void {
    if (!this.isOpen) return
    const { socket, newId, time } = this.#parts
    const bytes = writePointFrame({ id: newId('message'), ts: printTime(time.now().wallMs), ...over, type, body })
    socket.send(bytes, { binary: false }, () => {})
    if (socket.bufferedAmount > MOST_BUFFERED) this.cut()
  }

  sendError(code: ErrorCode, message: string, re: MessageId | null, retryAfterMs?: number): void {
    const error = { code, message, retryable: isRetryable(code), ...(retryAfterMs === undefined ? {} : { retry_after_ms: retryAfterMs }) }
    this.send('result', { ok: false, error }, re === null ? {} : { re })
  }

  /** Says goodbye. Nothing that still comes in is heard. */
  close(code: CloseCode, reason: string): void {
    if (this.#isOver) return
    this.#isOver = true
    // A reason has at most 123 bytes (RFC 6455), and ours are plain ASCII.
    this.#parts.socket.close(code, reason.slice(0, 123))
  }

  /** Ends it without a word. */
  cut(): void {
    this.#isOver = true
    this.#parts.socket.terminate()
  }

  #read(data: RawData, isBinary: boolean): void {
    if (this.#isOver) return
    const { ears } = this.#parts
    if (isBinary) return this.close(CLOSE.badFrame, 'binary frames are not part of this protocol')
    const read = readFrame('console', bytesOf(data))
    if (read.status === 'read') ears.onFrame(read.frame)
    else if (read.status === 'unknown_type') ears.onBadFrame('a frame of a type that this point does not know', read.id)
    else ears.onBadFrame(read.reason, null)
  }

  #count(bytes: number): void {
    if (this.#bytesLeft === null || this.#isOver) return
    this.#bytesLeft -= bytes
    if (this.#bytesLeft < 0) this.close(CLOSE.tooBig, 'more than may be sent before attach')
  }

  /** Nothing is thrown into the socket's own code, where it would end the process. */
  #guarded(work: () => void): void {
    try {
      work()
    } catch (fault) {
      this.#parts.ears.onFault(fault)
      this.close(CLOSE.pointFault, 'the point failed')
    }
  }
}

/** ws gives one Buffer for each message unless it is told otherwise. */
function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return new Uint8Array(Buffer.concat(data))
  return data instanceof ArrayBuffer ? new Uint8Array(data) : new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}
