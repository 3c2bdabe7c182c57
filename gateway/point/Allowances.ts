import type { AgentId } from '../../shared/domain/index.ts'
import { MAX_OPEN_BYTES, OpenBytes } from '../mcp/index.ts'

/** Each session has a tool server of its own, so an agent that connects without end would fill the machine with them. */
export const MOST_SERVERS_OF_AN_AGENT = 32

/** What one agent has in use of this machine, over all its connections. */
export class Allowance {
  readonly openBytes = new OpenBytes(MAX_OPEN_BYTES)
  #servers = 0

  /** Asks for room for one more tool server. @returns what to call when its process has ended, or null where there is none */
  takeServer(): (() => void) | null {
    if (this.#servers >= MOST_SERVERS_OF_AN_AGENT) return null
    this.#servers++
    return () => void this.#servers--
  }
}

/** What each agent may have in use. */
export class Allowances {
  readonly #allowances = new Map<AgentId, Allowance>()

  of(agentId: AgentId): Allowance {
    const allowance = this.#allowances.get(agentId) ?? new Allowance()
    this.#allowances.set(agentId, allowance)
    return allowance
  }
}
