import type { PointId, StreamId } from '../../../shared/domain/index.ts'
import { encodeUtf8, printCanonicalJson, type JsonObject } from '../../../shared/json/index.ts'
import type { PointBody } from '../../../shared/protocol/index.ts'
import type { Draft, Subjects } from '../ledger/index.ts'
import type { StreamFrame } from '../links/index.ts'

/** An event of a control stream, as it is recorded: its number and its content are one entry. */
export interface ControlEvent {
  readonly streamId: StreamId
  readonly seq: number
  readonly frame: StreamFrame
}

/** What a snapshot is, all parts together. */
export type Snapshot = Omit<PointBody<'snapshot'>, 'part' | 'parts'>

/** Some way below what one entry may hold. */
const MOST_BYTES = 512 * 1024

/** The entry of one event. Subjects are for the search alone. */
export function eventDraft(pointId: PointId, { streamId, seq, frame }: ControlEvent, subjects: Subjects = {}): Draft {
  const body = { type: 'countersign.point.event/v1', point_id: pointId, stream_id: streamId, stream: 'control', seq, event: frame.type, body: frame.body as unknown as JsonObject }
  return { kind: 'point.event', body, subjects: { pointId, ...subjects } }
}

/** The entries of a snapshot, for one transaction: pieces of a size that an entry can hold, the first one names their count. */
export function snapshotDrafts(pointId: PointId, streamId: StreamId, snapshot: Snapshot): readonly Draft[] {
  const pieces = piecesOf(snapshot)
  return pieces.map((piece, i) => ({
    kind: 'point.snapshot',
    body: { type: 'countersign.point.snapshot/v1', point_id: pointId, stream_id: streamId, as_of: snapshot.as_of, part: i + 1, parts: pieces.length, ...piece },
    subjects: { pointId },
  }))
}

type Piece = Record<'agents' | 'sessions' | 'challenges' | 'locks', JsonObject[]>

const emptyPiece = (): Piece => ({ agents: [], sessions: [], challenges: [], locks: [] })

function piecesOf(snapshot: Snapshot): readonly Piece[] {
  const pieces = [emptyPiece()]
  let size = 0
  for (const name of ['agents', 'sessions', 'challenges', 'locks'] as const) {
    for (const item of snapshot[name] as unknown as JsonObject[]) {
      const bytes = encodeUtf8(printCanonicalJson(item)).length
      if (size > 0 && size + bytes > MOST_BYTES) {
        pieces.push(emptyPiece())
        size = 0
      }
      size += bytes
      pieces.at(-1)?.[name].push(item)
    }
  }
  return pieces
}
