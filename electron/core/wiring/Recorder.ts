import { LedgerFault, type Draft } from '../ledger/index.ts'
import type { LogBook } from '../log/index.ts'

/** More events than this are not carried in memory: then the link ends, and the point keeps what follows. */
const MOST_CARRIED = 5_000

/**
 * Records what points tell. A log that takes nothing for a while (a full disk) must not cut the line on which denials and
 * stops go out: what could not be written is carried here and written before anything newer. Should the core end in
 * between, it resumes from what the log holds, and the point tells the rest again.
 */
export class Recorder {
  readonly #log: LogBook
  #carried: readonly Draft[] = []

  constructor(log: LogBook) {
    this.#log = log
  }

  get carried(): number {
    return this.#carried.length
  }

  /**
   * Records drafts in one transaction, with whatever is carried before them.
   * @throws {LedgerFault} where too much is carried already
   */
  async record(drafts: readonly Draft[]): Promise<void> {
    // In a run without a writable log there is nothing to catch up with, and nothing is resumed from it either.
    if (!this.#log.isWritable) return
    const batch = [...this.#carried, ...drafts]
    this.#carried = []
    try {
      await this.#log.append(batch)
    } catch (fault) {
      if (!(fault instanceof LedgerFault)) throw fault
      this.#carried = [...batch, ...this.#carried]
      if (this.#carried.length > MOST_CARRIED) {
        this.#carried = this.#carried.slice(0, MOST_CARRIED)
        throw fault
      }
    }
  }

  /** Tries again what is carried. */
  async catchUp(): Promise<void> {
    if (this.#carried.length > 0) await this.record([])
  }
}
