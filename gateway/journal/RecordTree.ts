import type Database from 'better-sqlite3'
import { EMPTY_RANGE, appendLeaf, hashEntry, hashJson, parseRange, printDigest, printRange, rootOf, type CompactRange } from '../../shared/evidence/index.ts'
import { parseJson, encodeUtf8, toJsonValue, type JsonValue } from '../../shared/json/index.ts'
import type { Statements } from './statements.ts'

/** What was written: one leaf each, in the order of writing. */
export type RecordKind = 'evaluation' | 'challenge' | 'decision' | 'end' | 'consumption' | 'enforcement' | 'lock' | 'release' | 'key_revocation' | 'voiding' | 'recovery' | 'fact' | 'start'

/**
 * The RFC 6962 tree over everything that was ever written, kept as a compact range: each write costs O(log n), and its
 * leaf and the new range are in the very transaction that writes it.
 */
export class RecordTree {
  readonly #db: Database.Database
  readonly #statements: Statements
  #range: CompactRange

  /** @throws {RangeError} where the stored range is not one: the file was meddled with */
  constructor(db: Database.Database, statements: Statements) {
    this.#db = db
    this.#statements = statements
    const stored = statements.getMeta.get('range') as { value: string } | undefined
    const range = stored === undefined ? EMPTY_RANGE : parseRange(toJsonValue(parseJson(encodeUtf8(stored.value))))
    if (range === null) throw new RangeError('The tree of the journal cannot be read')
    this.#range = range
  }

  /** The root of now (RFC 6962 section 2.1), as a digest. */
  get root(): string {
    return printDigest(rootOf(this.#range))
  }

  /**
   * Writes and appends in one transaction. Work that gives null or false has found nothing to write, and adds no leaf.
   * @param body what was written, hashed into the leaf {body_hash, id, kind, n}
   */
  write<T>(kind: RecordKind, id: string, body: JsonValue, work: () => T): T {
    let grown: CompactRange | null = null
    const result = this.#db.transaction(() => {
      const done = work()
      if (done === null || done === false) return done
      const { size: n } = this.#range
      const body_hash = hashJson(body)
      this.#statements.record.run(n, kind, id, body_hash)
      grown = appendLeaf(this.#range, hashEntry({ body_hash, id, kind, n })).range
      this.#statements.setMeta.run('range', JSON.stringify(printRange(grown)))
      return done
    })()
    // Only what is on disk has grown the tree.
    if (grown !== null) this.#range = grown
    return result
  }
}
