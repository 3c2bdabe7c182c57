import type Database from 'better-sqlite3'
import { prepareForeignDraft, type Draft, type Kept, type PreparedDraft, type Recorded } from './Entry.ts'
import { IdleCheckpoint } from './IdleCheckpoint.ts'
import { LedgerFault } from './LedgerFault.ts'
import { LedgerReader } from './LedgerReader.ts'
import { keepInReserve } from './keepInReserve.ts'
import { Writer, type CommittedRange, type WriterParts } from './Writer.ts'

/** Somebody who waits for the commit of the drafts that they handed in. */
interface Waiting {
  readonly drafts: readonly PreparedDraft[]
  readonly resolve: (recorded: readonly Recorded[]) => void
  readonly reject: (fault: unknown) => void
}

/** An open ledger: reads like a `LedgerReader`, and takes entries. Made by `openLedger`. */
export class Ledger extends LedgerReader {
  readonly #db: Database.Database
  readonly #parts: WriterParts
  readonly #writer: Writer
  readonly #idle: IdleCheckpoint
  readonly #release: () => void
  readonly #listeners = new Set<(range: CommittedRange) => void>()
  #queue: Waiting[] = []
  #isClosed = false

  constructor(parts: WriterParts, release: () => void) {
    super(parts.db, parts.tables)
    this.#db = parts.db
    this.#parts = parts
    this.#writer = new Writer(parts)
    this.#idle = new IdleCheckpoint(parts.db)
    this.#release = release
    // Should it fail, the writer owes it still and writes it with whatever is recorded next.
    if (parts.owed.length > 0) this.#enqueue([]).catch(() => {})
  }

  /** Why the last transaction was not kept, or null where it was: while this is a fault, no approval can be recorded. */
  get fault(): LedgerFault | null {
    return this.#writer.fault
  }

  /** How many drafts wait in the reserve to become entries. */
  get inReserve(): number {
    return this.#parts.reserve.waiting.reduce((sum, { drafts }) => sum + drafts.length, 0)
  }

  /**
   * Records drafts, one behind the other. All that is handed in during one turn of the event loop shares a transaction.
   * @returns once they are on disk: the entries with their numbers, in the order of the drafts
   * @throws {LedgerFault} where none of them was recorded (`ledger_full`, `ledger_unwritable`, `ledger_altered`, `ledger_closed`)
   * @throws {RangeError} for a draft that no log can hold; the others of the turn are not concerned
   */
  async append(drafts: readonly Draft[]): Promise<readonly Recorded[]> {
    return this.#enqueue(drafts.map(prepareForeignDraft))
  }

  /**
   * Records denials and stops: in the ledger, else in the reserve, else nowhere. It does not reject for a fault of the
   * world, because none of them is a reason to hold a denial or a stop back.
   * @throws {RangeError} for a draft that no log can hold
   */
  async appendOrReserve(drafts: readonly Draft[]): Promise<Kept> {
    const prepared = drafts.map(prepareForeignDraft)
    try {
      return { status: 'in_ledger', recorded: await this.#enqueue(prepared) }
    } catch (fault) {
      if (!(fault instanceof LedgerFault)) throw fault
      const { reserve, now } = this.#parts
      return keepInReserve(reserve, { drafts: prepared, size: this.#writer.size, nowMs: now() }, fault)
    }
  }

  /**
   * Lets what waits in the reserve become entries. Every append does so too; this is for times without any.
   * @throws {LedgerFault} where the ledger still takes nothing
   */
  async mergeReserve(): Promise<void> {
    if (this.inReserve > 0) await this.#enqueue([])
  }

  /** Calls back after each commit, when its entries can be read and before anybody else writes. Returns its own end. */
  onCommitted(listener: (range: CommittedRange) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Writes what still waits, and lets the files and the lock go. Whatever comes later is rejected. */
  close(): void {
    if (this.#isClosed) return
    try {
      this.#flush()
    } finally {
      this.#isClosed = true
      this.#idle.stop()
      this.#db.close()
      this.#parts.reserve.close()
      this.#parts.newest.close()
      this.#release()
    }
  }

  #enqueue(drafts: readonly PreparedDraft[]): Promise<readonly Recorded[]> {
    if (this.#isClosed) return Promise.reject(new LedgerFault('ledger_closed', 'The decision log is closed; nothing was recorded'))
    // The end of the turn and not a microtask: what several sockets brought in one turn belongs together.
    if (this.#queue.length === 0) setImmediate(() => this.#flush())
    return new Promise((resolve, reject) => void this.#queue.push({ drafts, resolve, reject }))
  }

  #flush(): void {
    const waiting = this.#queue
    this.#queue = []
    if (waiting.length === 0) return
    const fromN = this.#writer.size
    try {
      const recorded = this.#writer.commit(waiting.map(({ drafts }) => drafts))
      waiting.forEach(({ resolve }, i) => resolve(recorded[i] ?? []))
    } catch (fault) {
      for (const { reject } of waiting) reject(fault)
      return
    }
    this.#idle.touch()
    this.#tell({ fromN, toN: this.#writer.size - 1 })
  }

  #tell(range: CommittedRange): void {
    if (range.toN < range.fromN) return
    for (const listener of this.#listeners) listener(range)
  }
}
