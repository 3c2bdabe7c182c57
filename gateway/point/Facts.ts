import type { JsonObject } from '../../shared/json/index.ts'

/** Something that was refused, forged or broken, for the journal. `what` is one of a fixed set of words. */
export interface Fact {
  readonly what: string
  readonly console_id?: string
  readonly agent_id?: string
  readonly code?: string
  readonly details?: JsonObject
}

export interface FactsParts {
  /** One line for whoever reads what the point says. */
  readonly log: (line: string) => void
  /** Writes it into the journal; throws where that cannot be written. */
  readonly record: (sentence: string, fact: Fact) => void
  readonly after: (ms: number, callback: () => void) => () => void
}

const WINDOW_MS = 60_000
/** So many of one kind are told one by one within a minute. Strangers can make any number of them, and each is a write. */
export const MOST_IN_A_WINDOW = 60

/** What a person should hear of and find again: a line and a journal record each, and of a flood a count. */
export class Facts {
  readonly #parts: FactsParts
  readonly #counts = new Map<string, number>()

  constructor(parts: FactsParts) {
    this.#parts = parts
  }

  /** Never throws: whatever it is told of has been refused already. */
  note(sentence: string, fact: Fact): void {
    // Agents are few and known by their credentials; one of them must not hide what another does.
    const kind = `${fact.what} ${fact.agent_id ?? ''}`
    const count = (this.#counts.get(kind) ?? 0) + 1
    this.#counts.set(kind, count)
    if (count === 1) this.#parts.after(WINDOW_MS, () => this.#endWindow(kind, fact))
    if (count <= MOST_IN_A_WINDOW) this.#write(sentence, fact)
  }

  #endWindow(kind: string, { what, agent_id }: Fact): void {
    const more = (this.#counts.get(kind) ?? 0) - MOST_IN_A_WINDOW
    this.#counts.delete(kind)
    if (more > 0) this.#write(`The same happened ${more} more times within a minute (${what}).`, { what, ...(agent_id === undefined ? {} : { agent_id }), details: { more } })
  }

  #write(sentence: string, fact: Fact): void {
    this.#parts.log(sentence)
    try {
      this.#parts.record(sentence, fact)
    } catch {
      this.#parts.log('The journal could not take a record of that.')
    }
  }
}
