import { LedgerFault, type Draft } from '../ledger/index.ts'
import type { LogBook } from '../log/index.ts'

type TakingLog = Pick<LogBook, 'isWritable' | 'append'>

/** More than this is not carried in memory: then the link ends, and the point keeps what follows. */
const MOST_CARRIED = 5_000
/** Characters, all bodies together. A lying point with large events must not fill the memory while the disk is full. */
const MOST_CHARACTERS = 32 * 1024 * 1024

/**
 * Records what points tell. A log that takes nothing for a while (a full disk) must not cut the line on which denials and
 * stops go out: what could not be written is carried here and written before anything newer. Should the core end in
 * between, it resumes from what the log holds, and the point tells the rest again.
 */
export class Recorder {
  readonly #log: TakingLog
  #carried: readonly Draft[] = []
  #characters = 0

  constructor(log: TakingLog) {
    this.#log = log
  }

  get carried(): number {
    return this.#carried.length
  }

  /**
   * Records drafts in one transaction, with whatever is carried before them.
   * @throws {LedgerFault} where too much is carried already
   * @throws {RangeError} for a draft that no log can hold; what is carried stays so
   */
  async record(drafts: readonly Draft[]): Promise<void> {
    // In a run without a writable log there is nothing to catch up with, and nothing is resumed from it either.
    if (!this.#log.isWritable) return
    const [before, characters] = [this.#carried, this.#characters]
    this.#keep([], 0)
    try {
      await this.#log.append([...before, ...drafts])
    } catch (fault) {
      if (!(fault instanceof LedgerFault)) {
        this.#keep([...this.#carried, ...before], this.#characters + characters)
        throw fault
      }
      const grown = characters + drafts.reduce((sum, { body }) => sum + JSON.stringify(body).length, 0)
      const isTooMuch = drafts.length > 0 && (before.length + drafts.length > MOST_CARRIED || grown > MOST_CHARACTERS)
      // Behind what failed a moment earlier: of one point nothing is ever written before what it told first.
      if (isTooMuch) this.#keep([...this.#carried, ...before], this.#characters + characters)
      else this.#keep([...this.#carried, ...before, ...drafts], this.#characters + grown)
      if (isTooMuch) throw fault
    }
  }

  /** Tries again what is carried. */
  async catchUp(): Promise<void> {
    if (this.#carried.length > 0) await this.record([])
  }

  #keep(carried: readonly Draft[], characters: number): void {
    this.#carried = carried
    this.#characters = characters
  }
}
