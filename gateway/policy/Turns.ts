/**
 * Long work one piece at a time, with the event loop between each two: a stop that has arrived is taken in before the next
 * piece, however many calls an agent has put behind it.
 */
export class Turns {
  #last: Promise<unknown> = Promise.resolve()

  take<T>(work: () => T): Promise<T> {
    const turn = this.#last.then(nextLoop).then(work)
    this.#last = turn.catch(() => {})
    return turn
  }
}

const nextLoop = () => new Promise<void>((resolve) => setImmediate(resolve))

/** All long work of this process stands in one row. */
export const longWork = new Turns()

/** From this length on, in bytes of an invocation, work on it counts as long. */
export const LONG_BYTES = 16_384
