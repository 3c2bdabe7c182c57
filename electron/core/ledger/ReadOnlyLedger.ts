import { prepareForeignDraft, type Draft, type Kept } from './Entry.ts'
import { keepInReserve } from './keepInReserve.ts'
import { LedgerFault } from './LedgerFault.ts'
import type { LedgerReader } from './LedgerReader.ts'
import type { Reserve } from './Reserve.ts'

/** The parts of a ledger that takes nothing. */
export interface ReadOnlyParts {
  readonly reader: LedgerReader | null
  readonly reserve: Reserve | null
  readonly now: () => number
  readonly release: () => void
}

/** What stands in for a ledger that something is wrong with: it can be read, and its reserve keeps denials and stops. */
export class ReadOnlyLedger {
  /** Null where not even reading is possible: nothing is known then, which is not the same as an empty log. */
  readonly reader: LedgerReader | null
  readonly #parts: ReadOnlyParts
  #isClosed = false

  constructor(parts: ReadOnlyParts) {
    this.reader = parts.reader
    this.#parts = parts
  }

  /** As `Ledger.appendOrReserve`, of which only the second half is left. */
  async appendOrReserve(drafts: readonly Draft[]): Promise<Kept> {
    const fault = new LedgerFault('ledger_unwritable', 'The decision log is open for reading only; nothing was recorded in it')
    return keepInReserve(this.#parts.reserve, { drafts: drafts.map(prepareForeignDraft), size: null, nowMs: this.#parts.now() }, fault)
  }

  /** Lets the files and the lock go, once. */
  close(): void {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#parts.release()
  }
}
