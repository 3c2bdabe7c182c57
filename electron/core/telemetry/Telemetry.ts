import Database from 'better-sqlite3'
import { Buffer } from 'node:buffer'
import type { PointId, StreamId } from '../../../shared/domain/index.ts'
import { appendLeaf, EMPTY_RANGE, hashLeaf, printDigest, rootOf } from '../../../shared/evidence/index.ts'
import { printCanonicalJson, type JsonObject } from '../../../shared/json/index.ts'

/** One event that is no decision, as it came. */
export interface TelemetryEvent {
  readonly pointId: PointId
  readonly streamId: StreamId
  readonly seq: number
  readonly type: string
  readonly body: JsonObject
}

/** What a seal says of one stream: which events came, how many are there, and the root over them (RFC 6962). */
export interface SealedRange {
  readonly point_id: string
  readonly stream_id: string
  readonly from: number
  readonly to: number
  readonly count: number
  readonly root: string
}

/** How much is kept. */
export interface TelemetryLimits {
  readonly bytes: number
  readonly ageMs: number
}

export const DEFAULT_LIMITS: TelemetryLimits = { bytes: 5 * 1024 ** 3, ageMs: 30 * 24 * 60 * 60 * 1000 }

/** As many as go at once when room must be made. */
const DROP_AT_ONCE = 10_000

interface UnsealedRow {
  readonly id: number
  readonly stream_id: string
  readonly point_id: string
  readonly seq: number
  readonly leaf: Buffer
}

/** The capped store for everything that is not a decision. It gives way: no write of it ever fails the caller. */
export class Telemetry {
  readonly #db: Database.Database | null
  readonly #now: () => number
  readonly #limits: TelemetryLimits
  #lost = 0

  constructor(db: Database.Database | null, now: () => number, limits: TelemetryLimits = DEFAULT_LIMITS) {
    this.#db = db
    this.#now = now
    this.#limits = limits
  }

  /** How many events could not be kept since this run began. */
  get lost(): number {
    return this.#lost
  }

  /** Up to where a stream is known, for resuming it. */
  placeOf(streamId: StreamId): number {
    return this.#try(() => this.#db?.prepare<[string], { seq: number }>('SELECT seq FROM places WHERE stream_id = ?').get(streamId)?.seq) ?? 0
  }

  /** A snapshot says from where the stream runs on. */
  setPlace(pointId: PointId, streamId: StreamId, seq: number): void {
    this.#try(() => this.#place(pointId, streamId, seq))
  }

  /** Keeps an event, or drops the oldest to make room for it, or else counts it as lost. */
  record(event: TelemetryEvent): void {
    if (this.#insert(event) || (this.drop(DROP_AT_ONCE) > 0 && this.#insert(event))) return
    this.#lost++
  }

  /** What came since the last seal, stream by stream; empty where nothing did. `done` is called once the seal is in the ledger. */
  unsealed(): { readonly ranges: readonly SealedRange[]; readonly done: () => void } {
    const rows = this.#try(() => this.#db?.prepare<[], UnsealedRow>('SELECT id, stream_id, point_id, seq, leaf FROM events WHERE sealed = 0 ORDER BY stream_id, seq').all()) ?? []
    const last = Math.max(0, ...rows.map(({ id }) => id))
    const byStream = new Map<string, UnsealedRow[]>()
    for (const row of rows) byStream.set(row.stream_id, [...(byStream.get(row.stream_id) ?? []), row])
    return {
      ranges: [...byStream.values()].flatMap(sealOf),
      done: () => void this.#try(() => this.#db?.prepare('UPDATE events SET sealed = 1 WHERE sealed = 0 AND id <= ?').run(last)),
    }
  }

  /** Lets go of what is too old or too much. */
  trim(): void {
    this.#try(() => this.#db?.prepare('DELETE FROM events WHERE sealed = 1 AND at_ms < ?').run(this.#now() - this.#limits.ageMs))
    while (this.#bytes() > this.#limits.bytes && this.drop(DROP_AT_ONCE) > 0);
  }

  /** Drops the oldest events, sealed or not. Gives how many. */
  drop(count: number): number {
    return this.#try(() => this.#db?.prepare('DELETE FROM events WHERE id IN (SELECT id FROM events ORDER BY id LIMIT ?)').run(count).changes) ?? 0
  }

  close(): void {
    this.#db?.close()
  }

  #insert({ pointId, streamId, seq, type, body }: TelemetryEvent): boolean {
    if (this.#db === null) return false
    const bytes = Buffer.from(printCanonicalJson({ body, seq, type }))
    return this.#try(() => {
      this.#db?.transaction(() => {
        this.#db?.prepare('INSERT OR IGNORE INTO events (at_ms, stream_id, point_id, seq, type, body, leaf) VALUES (?, ?, ?, ?, ?, ?, ?)').run(this.#now(), streamId, pointId, seq, type, bytes, Buffer.from(hashLeaf(bytes)))
        this.#place(pointId, streamId, seq)
      })()
      return true
    }) ?? false
  }

  #place(pointId: PointId, streamId: StreamId, seq: number): void {
    this.#db?.prepare('INSERT INTO places (stream_id, point_id, seq) VALUES (?, ?, ?) ON CONFLICT (stream_id) DO UPDATE SET seq = max(seq, excluded.seq)').run(streamId, pointId, seq)
  }

  #bytes(): number {
    const read = (name: string) => Number(this.#try(() => this.#db?.pragma(name, { simple: true })) ?? 0)
    return (read('page_count') - read('freelist_count')) * read('page_size')
  }

  #try<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (fault) {
      if (fault instanceof Database.SqliteError) return undefined
      throw fault
    }
  }
}

function sealOf(rows: readonly UnsealedRow[]): readonly SealedRange[] {
  const [first] = rows
  const last = rows.at(-1)
  if (first === undefined || last === undefined) return []
  const { range } = rows.reduce(({ range: grown }, { leaf }) => appendLeaf(grown, new Uint8Array(leaf)), { range: EMPTY_RANGE })
  return [{ point_id: first.point_id, stream_id: first.stream_id, from: first.seq, to: last.seq, count: rows.length, root: printDigest(rootOf(range)) }]
}
