import type Database from 'better-sqlite3'
import type { AgentId, ChallengeId, PointId, SessionId } from '../../../shared/domain/index.ts'
import { printDigest } from '../../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue } from '../../../shared/json/index.ts'
import { hashPrintedBody } from './bodyHash.ts'
import type { Body, EntryOutline, StoredEntry, Subjects } from './Entry.ts'
import { reading } from './LedgerFault.ts'
import { proveEntry, type ProofVerdict, type RememberedTree } from './proveEntry.ts'
import { EntrySelection, type EntryFilter, type OutlineRow, type Slice } from './selectEntries.ts'
import { Tables, type StoredRow } from './Tables.ts'

/** Reads a log, also one that takes nothing any more. Every method throws `ledger_unreadable` where SQLite cannot read. */
export class LedgerReader {
  readonly #tables: Tables
  readonly #selection: EntrySelection

  constructor(db: Database.Database, tables = new Tables(db)) {
    this.#tables = tables
    this.#selection = new EntrySelection(db)
  }

  /** How many entries there are. Counts them; `size` of the newest checkpoint is cheaper. */
  count(): number {
    return reading(() => this.#tables.count())
  }

  /** The newest checkpoint that is on disk, as a signed note, or null where there is none. */
  checkpoint(): { readonly size: number; readonly note: string } | null {
    return reading(() => this.#tables.newestCheckpoint())
  }

  /** A slice of the log, newest first. */
  entries(slice: Slice): readonly StoredEntry[] {
    return reading(() => this.#selection.slice(slice)).map(toStoredEntry)
  }

  /** One entry, or null where there is none with that number. */
  readEntry(n: number): StoredEntry | null {
    const row = reading(() => this.#selection.one(n))
    return row === undefined ? null : toStoredEntry(row)
  }

  /** Every entry that fits, oldest first, without its body; read in pieces that never hold the whole. */
  *outlines(filter: EntryFilter = {}): Generator<EntryOutline> {
    for (let next = 0; ; ) {
      const fromN = next
      const rows = reading(() => this.#selection.outlinesFrom(fromN, filter))
      for (const row of rows) yield { n: row.n, at: row.at, kind: row.kind, subjects: subjectsOf(row) }
      const last = rows.at(-1)
      if (last === undefined) return
      next = last.n + 1
    }
  }

  /** What travels beside a decision: see `proveEntry`. */
  proofOf(n: number, since: RememberedTree): ProofVerdict {
    return reading(() => proveEntry(this.#tables, this.readEntry(n), since))
  }
}

function toStoredEntry(row: StoredRow): StoredEntry {
  const { n, at, kind } = row
  return { entry: { n, at, kind, body_hash: printDigest(row.body_hash) }, body: bodyOf(row), subjects: subjectsOf(row) }
}

function bodyOf({ body, salt, body_hash }: StoredRow): Body {
  if (body === null || salt === null) return { status: 'removed' }
  try {
    if (hashPrintedBody(body, salt) !== printDigest(body_hash)) return { status: 'damaged' }
    return { status: 'kept', value: toJsonValue(parseJson(body)), salt }
  } catch (fault) {
    // Bytes that are not JSON, or a salt that no JSON can hold: somebody changed the file.
    if (fault instanceof JsonError || fault instanceof RangeError) return { status: 'damaged' }
    throw fault
  }
}

// The columns are a hint for search, and whatever text they hold is only ever compared.
function subjectsOf({ point_id, challenge_id, session_id, agent_id }: OutlineRow): Subjects {
  return {
    ...(point_id === null ? {} : { pointId: point_id as PointId }),
    ...(challenge_id === null ? {} : { challengeId: challenge_id as ChallengeId }),
    ...(session_id === null ? {} : { sessionId: session_id as SessionId }),
    ...(agent_id === null ? {} : { agentId: agent_id as AgentId }),
  }
}
