import type { AgentId } from '../../shared/domain/index.ts'
import { LIMITS } from '../../shared/protocol/index.ts'

/** Counts the denials by people on each agent. Three within ten minutes are a reason to pause it. */
export class Denials {
  readonly #times = new Map<AgentId, readonly number[]>()

  /** @param nowMs on the monotonic clock. @returns whether this was one too many; the count then begins anew */
  isTooMany(agentId: AgentId, nowMs: number): boolean {
    const recent = [...(this.#times.get(agentId) ?? []), nowMs].filter((ms) => nowMs - ms < LIMITS.denialsWithinMs)
    const isTooMany = recent.length >= LIMITS.denialsUntilPause
    if (isTooMany) this.#times.delete(agentId)
    else this.#times.set(agentId, recent)
    return isTooMany
  }
}
