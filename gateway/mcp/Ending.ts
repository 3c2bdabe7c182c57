/** An end that comes once: the first word about it counts, and whoever asks too late is told at once. */
export class Ending {
  #how: string | null = null
  readonly #listeners: ((how: string) => void)[] = []

  end(how: string): void {
    if (this.#how !== null) return
    this.#how = how
    for (const listener of this.#listeners) listener(how)
  }

  readonly onEnd = (listener: (how: string) => void): void => {
    if (this.#how === null) this.#listeners.push(listener)
    else listener(this.#how)
  }
}
