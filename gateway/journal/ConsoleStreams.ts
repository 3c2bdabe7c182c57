import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { StreamId } from '../../shared/domain/index.ts'

/** A control event as it is kept: what it says, whom it concerns, and the epoch at that moment. */
export interface StoredEvent {
  readonly seq: number
  /** Of the frame: an event that is sent again is the same bytes again. */
  readonly id: string
  readonly atMs: number
  readonly type: string
  /** The body and the scope as JSON text, as they came from our own printer. */
  readonly body: string
  readonly scope: string
  readonly epoch: number
}

/** Where a stream stands. */
export interface StreamHead {
  readonly streamId: StreamId
  readonly control: number
  readonly telemetry: number
}

/** How long control events are kept for consoles that were away. */
const KEEP_MS = 30 * 24 * 60 * 60 * 1_000

const streamRow = z.object({ id: z.string(), control_seq: z.number(), telemetry_seq: z.number() })
const eventRow = z.object({ seq: z.number(), id: z.string(), at_ms: z.number(), type: z.string(), body: z.string(), scope: z.string(), epoch: z.number() })

/** The control stream on disk, and which stream this is. */
export class ConsoleStreams {
  readonly #db: Database.Database
  readonly #statements: ReturnType<typeof prepare>

  constructor(db: Database.Database) {
    this.#db = db
    this.#statements = prepare(db)
  }

  /**
   * Goes on with the stream of a point that ended cleanly. After a crash an event may have happened that was never
   * written, so another stream begins.
   */
  open(newStreamId: () => StreamId): StreamHead {
    return this.#db.transaction(() => {
      const row = this.#statements.newest.get()
      const wasClean = this.#statements.takeClean.run().changes === 1
      if (row === undefined || !wasClean) return this.begin(newStreamId())
      const { id, control_seq, telemetry_seq } = streamRow.parse(row)
      return { streamId: id as StreamId, control: control_seq, telemetry: telemetry_seq }
    })()
  }

  /** Begins another stream. The events of the one before are dropped; how far it came stays known. */
  begin(streamId: StreamId): StreamHead {
    return this.#db.transaction(() => {
      this.#statements.begin.run(streamId)
      this.#statements.dropAll.run()
      return { streamId, control: 0, telemetry: 0 }
    })()
  }

  /** Writes events, all or none. */
  append(streamId: StreamId, events: readonly StoredEvent[]): void {
    this.#db.transaction(() => {
      for (const event of events) this.#statements.append.run(event)
      this.#statements.advance.run(events.at(-1)?.seq ?? 0, streamId)
    })()
  }

  /** Events after a place, oldest first. */
  after(seq: number, most: number): readonly StoredEvent[] {
    return this.#statements.after.all(seq, most).map((row) => {
      const { at_ms, ...rest } = eventRow.parse(row)
      return { ...rest, atMs: at_ms }
    })
  }

  /** The oldest event that is held, or null where none is. */
  oldest(): number | null {
    return z.object({ seq: z.number().nullable() }).parse(this.#statements.oldest.get()).seq
  }

  /** How far a stream came, or null where this point knows of no such stream. */
  reached(streamId: string): number | null {
    const row = this.#statements.reached.get(streamId)
    return row === undefined ? null : streamRow.parse(row).control_seq
  }

  /** Remembers how far a stream of this point once came, as its own statement says, though it knew less of it or nothing. */
  learn(streamId: StreamId, control: number): void {
    this.#db.transaction(() => {
      if (this.reached(streamId) === null) this.#statements.begin.run(streamId)
      this.#statements.advance.run(control, streamId)
    })()
  }

  prune(nowMs: number): void {
    this.#statements.prune.run({ ms: nowMs - KEEP_MS })
  }

  /** The point ends in order: nothing that happened is missing from the stream. */
  endCleanly(streamId: StreamId, telemetry: number): void {
    this.#db.transaction(() => {
      this.#statements.rest.run(telemetry, streamId)
      this.#statements.setClean.run()
    })()
  }
}

function prepare(db: Database.Database) {
  return {
    newest: db.prepare('SELECT * FROM console_stream ORDER BY n DESC LIMIT 1'),
    takeClean: db.prepare("DELETE FROM console_meta WHERE name = 'clean'"),
    setClean: db.prepare("INSERT INTO console_meta (name, value) VALUES ('clean', '1') ON CONFLICT DO NOTHING"),
    begin: db.prepare('INSERT INTO console_stream (id, control_seq, telemetry_seq) VALUES (?, 0, 0)'),
    dropAll: db.prepare('DELETE FROM console_control'),
    append: db.prepare('INSERT INTO console_control (seq, id, at_ms, type, body, scope, epoch) VALUES (@seq, @id, @atMs, @type, @body, @scope, @epoch)'),
    advance: db.prepare('UPDATE console_stream SET control_seq = max(control_seq, ?) WHERE id = ?'),
    after: db.prepare('SELECT * FROM console_control WHERE seq > ? ORDER BY seq LIMIT ?'),
    oldest: db.prepare('SELECT min(seq) AS seq FROM console_control'),
    reached: db.prepare('SELECT * FROM console_stream WHERE id = ?'),
    // Only from the old end, so that a clock that was set back for a while tears no hole.
    prune: db.prepare('DELETE FROM console_control WHERE at_ms < @ms AND seq < coalesce((SELECT min(seq) FROM console_control WHERE at_ms >= @ms), 9007199254740991)'),
    rest: db.prepare('UPDATE console_stream SET telemetry_seq = ? WHERE id = ?'),
  }
}
