/** How many bytes of calls may wait or run at a time, over all sessions that share it: each is kept until it is over. */
export class OpenBytes {
  readonly #most: number
  #taken = 0

  constructor(mostBytes: number) {
    this.#most = mostBytes
  }

  /** @returns whether there was room; only what was taken may be given back */
  take(bytes: number): boolean {
    if (this.#taken + bytes > this.#most) return false
    this.#taken += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#taken -= bytes
  }
}
