import { MAX_FRAME_BYTES } from './limits.ts'

/** An overlong frame is kept up to this many times the limit, only so that its id can be read and it can be answered. */
const KEPT_TIMES = 4
const FIRST_BUFFER_BYTES = 4_096
const LINE_FEED = 0x0a

/** One line of the stream, without its line feed; a carriage return before that is still there. */
export type SplitFrame =
  | { readonly kind: 'frame'; readonly bytes: Uint8Array }
  | { readonly kind: 'tooLong'; readonly length: number; /** Null where it was too long even to be kept. */ readonly bytes: Uint8Array | null }

/**
 * Cuts a byte stream into the lines that the stdio transport calls messages. Each byte is copied at most a constant
 * number of times, however the stream is cut up, and no more than four times the limit is ever held.
 */
export class FrameSplitter {
  readonly #limit: number
  #buffer: Uint8Array | null = null
  #length = 0

  constructor(limitBytes: number = MAX_FRAME_BYTES) {
    this.#limit = limitBytes
  }

  /**
   * Takes the next bytes of the stream.
   * @returns the frames that these bytes end, in order; lines of nothing but white space are left out. A frame may share
   * memory with `chunk`, which must therefore not be written to afterwards.
   */
  push(chunk: Uint8Array): readonly SplitFrame[] {
    const frames: SplitFrame[] = []
    let at = 0
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, at)) {
      const frame = this.#finish(chunk.subarray(at, end))
      if (frame.kind === 'tooLong' || !isBlank(frame.bytes)) frames.push(frame)
      at = end + 1
    }
    if (at < chunk.length) this.#keep(chunk.subarray(at))
    return frames
  }

  #finish(piece: Uint8Array): SplitFrame {
    // The usual case: the whole frame came in one chunk, and nothing needs copying.
    if (this.#length === 0 && piece.length <= this.#limit) return { kind: 'frame', bytes: piece }
    this.#keep(piece)
    const length = this.#length
    const bytes = length <= this.#limit * KEPT_TIMES ? (this.#buffer?.slice(0, length) ?? null) : null
    this.#buffer = null
    this.#length = 0
    return length <= this.#limit && bytes !== null ? { kind: 'frame', bytes } : { kind: 'tooLong', length, bytes }
  }

  #keep(piece: Uint8Array): void {
    const length = this.#length + piece.length
    if (length > this.#limit * KEPT_TIMES) this.#buffer = null
    else this.#roomFor(length).set(piece, this.#length)
    this.#length = length
  }

  /** Doubling keeps the copying linear, and one buffer costs less than a million pieces of one byte would. */
  #roomFor(length: number): Uint8Array {
    const buffer = this.#buffer ?? new Uint8Array(Math.max(FIRST_BUFFER_BYTES, length))
    this.#buffer = buffer
    if (buffer.length >= length) return buffer
    const larger = new Uint8Array(Math.max(length, buffer.length * 2))
    larger.set(buffer.subarray(0, this.#length))
    this.#buffer = larger
    return larger
  }
}

function isBlank(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === 0x0d)
}
