/** Remembers the newest few of many ids, so that what is kept of each need not grow without end. */
export class NewestIds<T> {
  readonly #most: number
  readonly #ids = new Set<T>()

  /** @param most how many are remembered, at least one */
  constructor(most: number) {
    this.#most = most
  }

  /**
   * Remembers an id, if it is not remembered already.
   * @returns the oldest one where there was no room for both, which is remembered no longer; else undefined
   */
  add(id: T): T | undefined {
    this.#ids.add(id)
    if (this.#ids.size <= this.#most) return undefined
    const [oldest] = this.#ids
    if (oldest !== undefined) this.#ids.delete(oldest)
    return oldest
  }

  delete(id: T): void {
    this.#ids.delete(id)
  }
}
