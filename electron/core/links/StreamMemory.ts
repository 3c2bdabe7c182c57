import type { StreamId } from '../../../shared/domain/index.ts'
import { hashBytes, type Digest } from '../../../shared/evidence/index.ts'
import type { ResumePoint } from './ports.ts'

export type StreamName = 'control' | 'telemetry'

/** What a numbered frame is, beside what came before it. */
export type Succession =
  | 'next'
  /** Sent again, byte for byte, or so old that nobody remembers its bytes. It changes nothing. */
  | 'repeated'
  /** Numbers between the last one and this one are missing. */
  | 'hole'
  /** The number was used before, for other bytes. */
  | 'fork'

/** How many frames of a stream are remembered by their digest. */
const REMEMBERED = 256

/**
 * Where this console stands in a point's two streams, over all connections to it. A number counts as reached only once
 * its event is on disk; the digest of a frame is kept from the moment it was seen, so that a point which numbers
 * another event so after a cut is found out too.
 */
export class StreamMemory {
  #at: ResumePoint | null
  readonly #digests: Readonly<Record<StreamName, Map<number, Digest>>> = { control: new Map(), telemetry: new Map() }

  constructor(at: ResumePoint | null) {
    this.#at = at
  }

  /** What the next attachment resumes from; null where nothing was ever received. */
  get at(): ResumePoint | null {
    return this.#at
  }

  /** What the next frame with this number and these bytes would be. Remembers its digest. */
  judge(stream: StreamName, seq: number, bytes: Uint8Array): Succession {
    const reached = this.#at?.[stream] ?? 0
    if (seq > reached + 1) return 'hole'
    const known = this.#digests[stream]
    const digest = hashBytes(bytes)
    const before = known.get(seq)
    if (before !== undefined && before !== digest) return 'fork'
    if (seq <= reached) return 'repeated'
    known.set(seq, digest)
    if (known.size > REMEMBERED) known.delete(known.keys().next().value ?? 0)
    return 'next'
  }

  /** As `judge`, for a declared gap: it stands for all numbers from the first to the last of them. */
  judgeGap(stream: StreamName, from: number, to: number): Succession {
    const reached = this.#at?.[stream] ?? 0
    if (from > reached + 1) return 'hole'
    return to <= reached ? 'repeated' : 'next'
  }

  /** The event with this number, or the gap up to it, is on disk. */
  reach(stream: StreamName, seq: number): void {
    if (this.#at !== null) this.#at = { ...this.#at, [stream]: seq }
  }

  /** A snapshot is on disk, and the streams that were reset go on from it. Another stream has another past. */
  restart(streamId: StreamId, at: { readonly control: number; readonly telemetry: number }): void {
    if (this.#at?.streamId !== streamId) for (const known of Object.values(this.#digests)) known.clear()
    this.#at = { streamId, ...at }
  }
}
