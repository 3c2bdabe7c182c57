import type { Call } from '../enforce/ports.ts'
import type { NamedFile } from './fileTargets.ts'

/** How often an agent has used a tool on a file. */
export interface AccessCount {
  readonly count: number
  /** Of so many calls of this agent that ran. */
  readonly of: number
}

/** How many places are remembered. Beyond it the oldest go, and a call to one of them counts as the first again. */
const MAX_PLACES = 10_000

/** Counts which agent ran which tool on which file since this point started. Nothing here decides anything. */
export class FirstAccess {
  readonly sinceMs: number
  readonly #places = new Map<string, number>()
  readonly #runs = new Map<string, number>()

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs
  }

  countOf(call: Call, file: NamedFile): AccessCount {
    return { count: this.#places.get(placeOf(call, file)) ?? 0, of: this.#runs.get(call.agentId) ?? 0 }
  }

  /** A call has run well. */
  ran(call: Call, files: readonly NamedFile[]): void {
    this.#runs.set(call.agentId, (this.#runs.get(call.agentId) ?? 0) + 1)
    for (const file of files) {
      const place = placeOf(call, file)
      const count = (this.#places.get(place) ?? 0) + 1
      this.#places.delete(place)
      this.#places.set(place, count)
    }
    const [oldest] = this.#places.keys()
    if (this.#places.size > MAX_PLACES && oldest !== undefined) this.#places.delete(oldest)
  }
}

const placeOf = ({ agentId, serverId, tool }: Call, { path, name }: NamedFile) => JSON.stringify([agentId, serverId, tool, path ?? name])
