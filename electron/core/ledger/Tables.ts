import type Database from 'better-sqlite3'
import type { NodeReader, TreeNode } from '../../../shared/evidence/index.ts'
import { bytesOfDigest } from '../../../shared/evidence/index.ts'
import type { Entry, PreparedDraft } from './Entry.ts'

/** Which log the tables hold, as they say themselves. */
export interface About {
  readonly origin: string
  readonly verifier_key: string
}

/** A signed checkpoint, and the size of the tree that it is of. */
export interface StoredCheckpoint {
  readonly size: number
  readonly note: string
}

/** An entry ready for its row. */
export interface EntryRow {
  readonly entry: Entry
  readonly leaf: Uint8Array
  readonly draft: PreparedDraft
}

/**
 * The prepared statements of a ledger, one method each; no rules. Every method throws what SQLite throws.
 * Leaves are read from the entries, so that the table of nodes begins at level 1 and no hash is stored twice.
 */
export class Tables implements NodeReader {
  readonly #leaf: Database.Statement<[number], Uint8Array>
  readonly #node: Database.Statement<[number, number], Uint8Array>
  readonly #last: Database.Statement<[], number | null>
  readonly #count: Database.Statement<[], number>
  readonly #checkpoint: Database.Statement<[], StoredCheckpoint>
  readonly #about: Database.Statement<[], About>
  readonly #merged: Database.Statement<[string], number | null>
  readonly #salt: Database.Statement<[number, string], number>
  readonly #insertEntry: Database.Statement<unknown[]>
  readonly #insertNode: Database.Statement<[number, number, Uint8Array]>
  readonly #insertCheckpoint: Database.Statement<[number, string]>
  readonly #insertMerge: Database.Statement<[string, number]>
  readonly #insertAbout: Database.Statement<[string, string, string]>

  constructor(db: Database.Database) {
    this.#leaf = db.prepare<[number], Uint8Array>('SELECT leaf FROM entries WHERE n = ?').pluck()
    this.#node = db.prepare<[number, number], Uint8Array>('SELECT hash FROM nodes WHERE level = ? AND idx = ?').pluck()
    this.#last = db.prepare<[], number | null>('SELECT max(n) FROM entries').pluck()
    this.#count = db.prepare<[], number>('SELECT count(*) FROM entries').pluck()
    this.#checkpoint = db.prepare('SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1')
    this.#about = db.prepare('SELECT origin, verifier_key FROM about')
    this.#merged = db.prepare<[string], number | null>('SELECT max(upto) FROM reserve_merges WHERE generation = ?').pluck()
    this.#salt = db.prepare<[number, string], number>('SELECT n FROM entries WHERE n >= ? AND salt = ?').pluck()
    this.#insertEntry = db.prepare(`INSERT INTO entries (n, at, kind, body_hash, leaf, point_id, challenge_id, session_id, agent_id, salt, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`)
    this.#insertNode = db.prepare('INSERT INTO nodes (level, idx, hash) VALUES (?, ?, ?)')
    this.#insertCheckpoint = db.prepare('INSERT INTO checkpoints (size, note) VALUES (?, ?)')
    this.#insertMerge = db.prepare('INSERT INTO reserve_merges (generation, upto) VALUES (?, ?)')
    this.#insertAbout = db.prepare('INSERT INTO about (id, origin, verifier_key, began_at) VALUES (1, ?, ?, ?)')
  }

  readNode(level: number, index: number): Uint8Array | null {
    return (level === 0 ? this.#leaf.get(index) : this.#node.get(level, index)) ?? null
  }

  /** One more than the number of the last entry: the size of the tree, if no entry is missing. */
  size(): number {
    return (this.#last.get() ?? -1) + 1
  }

  count(): number {
    return this.#count.get() ?? 0
  }

  newestCheckpoint(): StoredCheckpoint | null {
    return this.#checkpoint.get() ?? null
  }

  about(): About | null {
    return this.#about.get() ?? null
  }

  /** The number of the last record of a reserve that has become an entry; 0 where none has. */
  mergedUpto(generation: string): number {
    return this.#merged.get(generation) ?? 0
  }

  /** Whether a body with this salt is recorded at an entry from `fromN` on. Reads all of them. */
  hasSalt(fromN: number, salt: string): boolean {
    return this.#salt.get(fromN, salt) !== undefined
  }

  insertEntry({ entry, leaf, draft }: EntryRow): void {
    const { pointId = null, challengeId = null, sessionId = null, agentId = null } = draft.subjects
    this.#insertEntry.run(entry.n, entry.at, entry.kind, bytesOfDigest(entry.body_hash), leaf, pointId, challengeId, sessionId, agentId, draft.salt, draft.body)
  }

  /** Stores a node that became whole; a leaf is in its entry already. */
  insertNode({ level, index, hash }: TreeNode): void {
    if (level > 0) this.#insertNode.run(level, index, hash)
  }

  insertCheckpoint({ size, note }: StoredCheckpoint): void {
    this.#insertCheckpoint.run(size, note)
  }

  insertMerge(generation: string, upto: number): void {
    this.#insertMerge.run(generation, upto)
  }

  insertAbout({ origin, verifier_key }: About, at: string): void {
    this.#insertAbout.run(origin, verifier_key, at)
  }
}

/** A row of entries as SQLite gives it. */
export interface StoredRow {
  readonly n: number
  readonly at: string
  readonly kind: string
  readonly body_hash: Uint8Array
  readonly point_id: string | null
  readonly challenge_id: string | null
  readonly session_id: string | null
  readonly agent_id: string | null
  readonly salt: string | null
  readonly body: Uint8Array | null
}

