import type { AgentId } from '../../shared/domain/index.ts'

const WITHIN_MS = 60_000
/** So often an agent may have people asked and take it back within a minute. Each time is a card on a screen and room on the disk. */
export const MOST_WITHDRAWN = 20

/** Counts the questions that each agent has withdrawn, by leaving before anybody could answer. */
export class Withdrawals {
  readonly #times = new Map<AgentId, readonly number[]>()

  /** @param nowMs on the monotonic clock */
  note(agentId: AgentId, nowMs: number): void {
    this.#times.set(agentId, [...this.#recent(agentId, nowMs), nowMs].slice(-MOST_WITHDRAWN))
  }

  /** How long it has to be before this agent may ask again; null where it may now. */
  waitMs(agentId: AgentId, nowMs: number): number | null {
    const recent = this.#recent(agentId, nowMs)
    const [oldest] = recent
    return recent.length < MOST_WITHDRAWN || oldest === undefined ? null : Math.max(1_000, oldest + WITHIN_MS - nowMs)
  }

  #recent(agentId: AgentId, nowMs: number): readonly number[] {
    return (this.#times.get(agentId) ?? []).filter((ms) => nowMs - ms < WITHIN_MS)
  }
}
