/** What is wrong, and which is the first entry that it concerns: `from` to `to`, or null where it is no entry at all. */
export class Broken extends Error {
  /**
   * @param {number | null} from
   * @param {number | null} to
   * @param {string} what
   */
  constructor(from, to, what) {
    super(what)
    this.name = 'Broken'
    this.from = from
    this.to = to
  }
}

/** A stored value of a type that no ledger writes. */
export const FOREIGN_TYPES = 'a column holds something of another type than a ledger writes'
