import type { PointBody } from '../../../shared/protocol/index.ts'

/** A snapshot, all of its parts in one. */
export type Snapshot = Omit<PointBody<'snapshot'>, 'part' | 'parts'>

export type SnapshotStep =
  | { readonly status: 'more' }
  | { readonly status: 'whole'; readonly snapshot: Snapshot }
  | { readonly status: 'refused'; readonly reason: string }

/** A snapshot has at most this many parts, which bounds what a lying point can make a console hold. */
const MOST_PARTS = 256
/** And so many bytes as they travelled; parsed they take several times as much. */
const MOST_BYTES = 128 * 1024 * 1024

/** Puts the parts of one snapshot together. They come in order, and nothing but whole is ever handed on. */
export class SnapshotParts {
  #parts: PointBody<'snapshot'>[] = []

  #bytes = 0

  /** @param bytes how long the frame of this part was */
  add(part: PointBody<'snapshot'>, bytes: number): SnapshotStep {
    const [first] = this.#parts
    if (part.parts > MOST_PARTS) return refuse(`a snapshot in ${part.parts} parts; ${MOST_PARTS} are allowed`)
    if (part.part !== this.#parts.length + 1 || part.part > part.parts) return refuse('a part of a snapshot out of order')
    if (first !== undefined && (first.parts !== part.parts || first.as_of.control !== part.as_of.control || first.as_of.telemetry !== part.as_of.telemetry)) return refuse('a part of another snapshot')

    this.#bytes += bytes
    if (this.#bytes > MOST_BYTES) return refuse(`a snapshot of more than ${MOST_BYTES} bytes`)
    this.#parts.push(part)
    if (part.part < part.parts) return { status: 'more' }
    const parts = this.#parts
    return {
      status: 'whole',
      snapshot: {
        agents: parts.flatMap(({ agents }) => agents),
        sessions: parts.flatMap(({ sessions }) => sessions),
        challenges: parts.flatMap(({ challenges }) => challenges),
        locks: parts.flatMap(({ locks }) => locks),
        as_of: part.as_of,
      },
    }
  }
}

const refuse = (reason: string): SnapshotStep => ({ status: 'refused', reason })
