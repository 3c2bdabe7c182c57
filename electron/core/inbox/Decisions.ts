import type { ChallengeId, DecisionId, DeliveryEvent, PointId } from '../../../shared/domain/index.ts'
import { isUnanswered, stepped, type Decision } from './Decision.ts'

/** Every decision of this console. The newest of a challenge is the one that is shown. */
export class Decisions {
  readonly #decisions = new Map<DecisionId, Decision>()
  readonly #newest = new Map<ChallengeId, DecisionId>()
  readonly #unanswered = new Map<PointId, Set<DecisionId>>()
  readonly #now: () => number
  readonly #changed: (challengeId: ChallengeId) => void

  constructor({ now, changed }: { readonly now: () => number; readonly changed: (challengeId: ChallengeId) => void }) {
    this.#now = now
    this.#changed = changed
  }

  get(decisionId: DecisionId): Decision | undefined {
    return this.#decisions.get(decisionId)
  }

  all(): Iterable<Decision> {
    return this.#decisions.values()
  }

  newestOf(challengeId: ChallengeId): Decision | undefined {
    const id = this.#newest.get(challengeId)
    return id === undefined ? undefined : this.#decisions.get(id)
  }

  /** Those of a point that it has not answered, in the order in which they were made. */
  unansweredOf(pointId: PointId): readonly Decision[] {
    return [...(this.#unanswered.get(pointId) ?? [])].flatMap((id) => this.#decisions.get(id) ?? [])
  }

  add(decision: Decision): void {
    this.#newest.set(decision.challengeId, decision.decisionId)
    this.#put(decision)
  }

  /** One step. Gives the decision as it is now, or undefined where it is not known. */
  step(decisionId: DecisionId, event: DeliveryEvent, linkNumber?: number): Decision | undefined {
    const known = this.#decisions.get(decisionId)
    if (known === undefined) return undefined
    const next = { ...stepped(known, event, this.#now()), ...(linkNumber === undefined ? {} : { linkNumber }) }
    this.#put(next)
    return next
  }

  /** Its challenge is held no longer. A decision that has no answer stays, because it may have to be sent again. */
  forget(challengeId: ChallengeId): void {
    const newest = this.newestOf(challengeId)
    if (newest === undefined || isUnanswered(newest)) return
    this.#newest.delete(challengeId)
    this.#decisions.delete(newest.decisionId)
  }

  #put(decision: Decision): void {
    this.#decisions.set(decision.decisionId, decision)
    const unanswered = this.#unanswered.get(decision.pointId) ?? new Set()
    if (isUnanswered(decision)) unanswered.add(decision.decisionId)
    else unanswered.delete(decision.decisionId)
    this.#unanswered.set(decision.pointId, unanswered)
    this.#changed(decision.challengeId)
  }
}
