import type Database from 'better-sqlite3'
import type { Subjects } from './Entry.ts'
import type { StoredRow } from './Tables.ts'

/** Which entries are wanted: of one of these kinds, and about all of these. Nothing given means all. */
export interface EntryFilter extends Subjects {
  readonly kinds?: readonly string[]
}

/** A piece of the log, newest first, for a window that never holds the whole. */
export interface Slice {
  /** Only entries with a smaller number; the newest where it is not given. */
  readonly beforeN?: number
  /** At most 500. */
  readonly limit: number
  readonly filter?: EntryFilter
}

/** As much as one answer may hold. */
const MAX_SLICE = 500
/** Outlines are short, so that more of them are read at once. */
const MAX_OUTLINES = 5_000

const OUTLINE = 'n, at, kind, point_id, challenge_id, session_id, agent_id'
const COLUMNS = `${OUTLINE}, body_hash, salt, body`
const SUBJECT_COLUMNS = { pointId: 'point_id', challengeId: 'challenge_id', sessionId: 'session_id', agentId: 'agent_id' } as const

/** A row without its body. */
export type OutlineRow = Pick<StoredRow, 'n' | 'at' | 'kind' | 'point_id' | 'challenge_id' | 'session_id' | 'agent_id'>

/** One piece of the log, in either direction. */
interface Selection {
  readonly columns: string
  readonly bound: string
  readonly n: number
  readonly order: 'ASC' | 'DESC'
  readonly limit: number
  readonly filter: EntryFilter
}

/** Reads entries by the search columns. Statements are kept by their shape, of which there are few. */
export class EntrySelection {
  readonly #db: Database.Database
  readonly #one: Database.Statement<[number], StoredRow>
  readonly #statements = new Map<string, Database.Statement<(string | number)[], OutlineRow>>()

  constructor(db: Database.Database) {
    this.#db = db
    this.#one = db.prepare(`SELECT ${COLUMNS} FROM entries WHERE n = ?`)
  }

  /** Newest first. Throws what SQLite throws. */
  slice({ beforeN = Number.MAX_SAFE_INTEGER, limit, filter = {} }: Slice): readonly StoredRow[] {
    return this.#select({ columns: COLUMNS, bound: 'n < ?', n: beforeN, order: 'DESC', limit: Math.min(limit, MAX_SLICE), filter }) as readonly StoredRow[]
  }

  /** The one with this number, where there is one. Throws what SQLite throws. */
  one(n: number): StoredRow | undefined {
    return this.#one.get(n)
  }

  /** Oldest first, from a number on, without bodies, at most `MAX_OUTLINES`. Throws what SQLite throws. */
  outlinesFrom(fromN: number, filter: EntryFilter): readonly OutlineRow[] {
    return this.#select({ columns: OUTLINE, bound: 'n >= ?', n: fromN, order: 'ASC', limit: MAX_OUTLINES, filter })
  }

  #select({ columns, bound, n, order, limit, filter }: Selection): readonly OutlineRow[] {
    const conditions = conditionsOf(filter)
    const where = [bound, ...conditions.map(({ sql }) => sql)].join(' AND ')
    const sql = `SELECT ${columns} FROM entries WHERE ${where} ORDER BY n ${order} LIMIT ?`
    const statement = this.#statements.get(sql) ?? this.#db.prepare<(string | number)[], OutlineRow>(sql)
    this.#statements.set(sql, statement)
    return statement.all(n, ...conditions.flatMap(({ values }) => values), Math.max(0, limit))
  }
}

function conditionsOf({ kinds, ...subjects }: EntryFilter): readonly { readonly sql: string; readonly values: readonly string[] }[] {
  const ofKinds = kinds === undefined ? [] : [{ sql: `kind IN (${kinds.map(() => '?').join(', ')})`, values: kinds }]
  const ofSubjects = Object.entries(SUBJECT_COLUMNS).flatMap(([name, column]) => {
    const value = subjects[name as keyof typeof SUBJECT_COLUMNS]
    return value === undefined ? [] : [{ sql: `${column} = ?`, values: [value] }]
  })
  return [...ofKinds, ...ofSubjects]
}
