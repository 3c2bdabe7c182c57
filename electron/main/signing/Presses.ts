import { readInput, type WindowInput } from './readInput.ts'

/** One press of a key or a pointer on main's monotonic clock, in milliseconds. */
export interface Press {
  readonly downMs: number
  /** Null while it is down. */
  readonly upMs: number | null
  /** Whether it may stand for agreement; a modifier, an arrow or Escape alone may not. */
  readonly isDeliberate: boolean
  readonly isCharacter: boolean
}

/** More than anybody types into one reason; of more, the newest count. */
const MOST_KEPT = 4_096

/**
 * The real presses of one window, as the browser process saw them before the page did. A page can make up events for
 * itself, but none of those passes here. Which element was pressed is not known on this side: a page that was taken
 * over can show a lie and wait for a hand. What it cannot do is go on without one.
 */
export class Presses {
  readonly #now: () => number
  #presses: readonly Press[] = []
  readonly #down = new Map<string, Press>()

  /** @param now main's monotonic clock; a wall clock could be set */
  constructor(now: () => number) {
    this.#now = now
  }

  hear(input: WindowInput): void {
    const movement = readInput(input)
    if (movement === null) return
    const { source } = movement
    const before = this.#down.get(source)
    this.#down.delete(source)
    if (movement.kind === 'up') {
      if (before !== undefined) this.#replace(before, { ...before, upMs: this.#now() })
      return
    }
    // Lost, or down again without a release between: how long the earlier one lasted is not known.
    if (before !== undefined) this.#replace(before, null)
    if (movement.kind === 'lost') return
    const press = { downMs: this.#now(), upMs: null, isDeliberate: movement.isDeliberate, isCharacter: movement.isCharacter }
    this.#down.set(source, press)
    this.#presses = [...this.#presses.slice(1 - MOST_KEPT), press]
  }

  /** The window lost or gained the focus: what is down now may come up unseen, and went down for something else. */
  voidOpen(): void {
    this.#presses = this.#presses.filter(({ upMs }) => upMs !== null)
    this.#down.clear()
  }

  /** Forgets everything: the page is another one, the machine slept, or all presses so far have been used. */
  clear(): void {
    this.#presses = []
    this.#down.clear()
  }

  /** Every press that went down at or after a moment and has not been used, oldest first. */
  since(ms: number): readonly Press[] {
    return this.#presses.filter(({ downMs }) => downMs >= ms)
  }

  #replace(old: Press, by: Press | null): void {
    this.#presses = this.#presses.flatMap((press) => (press !== old ? [press] : by === null ? [] : [by]))
  }
}
