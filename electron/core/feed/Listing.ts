/** What decides whether something is listed. */
export interface ListingOptions<T> {
  /** At most this many that are open, for each group. */
  readonly most: number
  /** At most this many that have ended, newest last. */
  readonly mostEnded: number
  /** Which comes first where not all fit. */
  readonly before: (a: T, b: T) => number
}

interface Member<T> {
  readonly group: string
  readonly value: T
}

/**
 * Which of many are on the list. Windows never hold the whole: of each group the first ones are listed, an ended one
 * stays only if it was on the list when it ended, and the rest is counted. What is on the list is not pushed off it.
 */
export class Listing<T> {
  readonly #options: ListingOptions<T>
  readonly #waiting = new Map<string, Map<string, T>>()
  readonly #listed = new Map<string, Member<T>>()
  readonly #ended: string[] = []
  #endedUnlisted = 0

  constructor(options: ListingOptions<T>) {
    this.#options = options
  }

  has(id: string): boolean {
    return this.#listed.has(id) || this.#ended.includes(id)
  }

  /** How many there are that no row shows. */
  get unlisted(): number {
    let waiting = this.#endedUnlisted
    for (const group of this.#waiting.values()) waiting += group.size
    return waiting
  }

  /** It is open. Gives the ids whose listing changed. */
  open(group: string, id: string, value: T): readonly string[] {
    if (this.#ended.includes(id)) return []
    if (this.#listed.has(id)) {
      this.#listed.set(id, { group, value })
      return []
    }
    const waiting = this.#waiting.get(group) ?? new Map<string, T>()
    this.#waiting.set(group, waiting.set(id, value))
    return this.#fill(group)
  }

  /** It has ended. Gives the ids whose listing changed. */
  end(id: string): readonly string[] {
    const member = this.#listed.get(id)
    if (member === undefined) {
      for (const waiting of this.#waiting.values()) if (waiting.delete(id)) this.#endedUnlisted++
      return []
    }
    this.#listed.delete(id)
    this.#ended.push(id)
    const left = this.#ended.splice(0, Math.max(0, this.#ended.length - this.#options.mostEnded))
    this.#endedUnlisted += left.length
    return [...left, ...this.#fill(member.group)]
  }

  /** Nobody knows it any more. */
  forget(id: string): readonly string[] {
    const member = this.#listed.get(id)
    this.#listed.delete(id)
    for (const waiting of this.#waiting.values()) waiting.delete(id)
    const at = this.#ended.indexOf(id)
    if (at >= 0) this.#ended.splice(at, 1)
    return member === undefined ? [] : [id, ...this.#fill(member.group)]
  }

  #fill(group: string): readonly string[] {
    const waiting = this.#waiting.get(group)
    if (waiting === undefined || waiting.size === 0) return []
    let free = this.#options.most
    for (const member of this.#listed.values()) if (member.group === group) free--
    if (free <= 0) return []
    const next = [...waiting].sort(([, a], [, b]) => this.#options.before(a, b)).slice(0, free)
    for (const [id, value] of next) {
      waiting.delete(id)
      this.#listed.set(id, { group, value })
    }
    return next.map(([id]) => id)
  }
}
