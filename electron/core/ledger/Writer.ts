import type Database from 'better-sqlite3'
import { appendLeaf, hashEntry, rootOf, signCheckpoint, type CompactRange, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { Entry, PreparedDraft, Recorded } from './Entry.ts'
import type { Head } from './Head.ts'
import { LedgerFault, toWriteFault } from './LedgerFault.ts'
import { mergedDrafts } from './mergeReserve.ts'
import type { NewestCheckpoint } from './NewestCheckpoint.ts'
import type { Reserve } from './Reserve.ts'
import type { Tables } from './Tables.ts'

/** Entries that have just become durable, both ends included. */
export interface CommittedRange {
  readonly fromN: number
  readonly toN: number
}

/** Everything the writer writes with. */
export interface WriterParts {
  readonly db: Database.Database
  readonly tables: Tables
  readonly reserve: Reserve
  readonly newest: NewestCheckpoint
  readonly head: Head
  /** What the log has to be told first, with the first transaction that is kept. */
  readonly owed: readonly PreparedDraft[]
  readonly origin: string
  readonly key: PrivateKey
  /** Milliseconds since 1970. */
  readonly now: () => number
}

type Groups = readonly (readonly PreparedDraft[])[]
type RecordedGroups = readonly (readonly Recorded[])[]
type Written = { readonly head: Head; readonly recorded: RecordedGroups }

/** The single writer: one transaction at a time, and a tree in memory that never differs from the one on disk. */
export class Writer {
  readonly #parts: WriterParts
  readonly #write: Database.Transaction<(groups: Groups) => Written>
  #head: Head
  #owed: readonly PreparedDraft[]
  #fault: LedgerFault | null = null

  constructor(parts: WriterParts) {
    this.#parts = parts
    this.#head = parts.head
    this.#owed = parts.owed
    this.#write = parts.db.transaction((groups: Groups) => this.#writeAll(groups))
  }

  /** How long the log is on disk. */
  get size(): number {
    return this.#head.range.size
  }

  /** Why the last transaction was not kept, or null where it was. */
  get fault(): LedgerFault | null {
    return this.#fault
  }

  /**
   * Writes all groups, and before them what waits in the reserve, in one transaction.
   * @returns after the COMMIT, with which SQLite has flushed the WAL: what was recorded, group by group
   * @throws {LedgerFault} where nothing of it was kept; the tree in memory is then as it was
   */
  commit(groups: Groups): RecordedGroups {
    const { head, recorded } = this.#tryWriting(groups)
    this.#head = head
    this.#owed = []
    this.#fault = null
    this.#parts.reserve.letGo()
    this.#parts.newest.keep(head.note)
    return recorded
  }

  #tryWriting(groups: Groups): Written {
    if (this.#fault?.code === 'ledger_altered') throw this.#fault
    try {
      return this.#write.immediate(groups)
    } catch (cause) {
      const fault = toWriteFault(cause)
      if (fault instanceof LedgerFault) this.#fault = fault
      throw fault
    }
  }

  #writeAll(groups: Groups): Written {
    const { tables, reserve, origin, key, now } = this.#parts
    this.#expectOwnHead()
    const at = new Date(now()).toISOString()
    let { range } = this.#head
    const record = (draft: PreparedDraft): Recorded => {
      const entry: Entry = { n: range.size, at, kind: draft.kind, body_hash: draft.bodyHash }
      range = this.#insert(range, entry, draft)
      return { entry, salt: draft.salt }
    }

    for (const draft of this.#owed) record(draft)
    for (const draft of mergedDrafts(reserve, tables, range.size)) record(draft)
    const upto = reserve.waiting.at(-1)?.sequence
    if (upto !== undefined) tables.insertMerge(reserve.generation, upto)
    const recorded = groups.map((group) => group.map(record))

    // Signed before the COMMIT, so that entries and checkpoint are there together or not at all. Should the COMMIT
    // fail, another tree of this size may be signed later; this note has then been shown to nobody.
    const note = signCheckpoint({ origin, size: range.size, root: rootOf(range), extensions: [] }, key)
    tables.insertCheckpoint({ size: range.size, note })
    return { head: { range, note }, recorded }
  }

  #insert(range: CompactRange, entry: Entry, draft: PreparedDraft): CompactRange {
    const { tables } = this.#parts
    const leaf = hashEntry(entry)
    const grown = appendLeaf(range, leaf)
    tables.insertEntry({ entry, leaf, draft })
    for (const node of grown.nodes) tables.insertNode(node)
    return grown.range
  }

  /** Inside the transaction, where nobody else can write: the file ends where we left it, or somebody else was here. */
  #expectOwnHead(): void {
    const { tables } = this.#parts
    if (tables.size() === this.size && tables.newestCheckpoint()?.note === this.#head.note) return
    throw new LedgerFault('ledger_altered', 'Somebody else wrote into the decision log while it was open; nothing more is recorded')
  }
}
