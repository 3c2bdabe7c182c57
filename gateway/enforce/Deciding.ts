import type { AgentId, ChallengeEvent, ChallengeRefusal, Clocks } from '../../shared/domain/index.ts'
import type { DecisionOutcome, EnforcerParts, VettedDecision } from './api.ts'
import type { Approving } from './Approving.ts'
import type { ChallengeBook } from './ChallengeBook.ts'
import type { Endings } from './Endings.ts'
import type { HeldChallenge } from './HeldChallenge.ts'
import type { Locks } from './Locks.ts'
import type { DecisionEntry } from './ports.ts'

const WRITE_AGAIN_MS = 5_000

export interface DecidingParts {
  readonly parts: EnforcerParts
  readonly book: ChallengeBook
  readonly locks: Locks
  readonly endings: Endings
  readonly approving: Approving
  /** Its clock is another one once it is approved. */
  readonly onApproved: (held: HeldChallenge) => void
  readonly onDenied: (agentId: AgentId) => Promise<void>
}

/** Takes in what people decide, one decision on a challenge after the other: judged, written, applied. */
export class Deciding {
  readonly #own: DecidingParts

  constructor(own: DecidingParts) {
    this.#own = own
  }

  /** Expiry and end are judged in the same step that accepts, by the journal and by us. */
  async decide(decision: VettedDecision): Promise<DecisionOutcome> {
    const held = this.#own.book.get(decision.challengeId)
    if (held?.isAnnounced === true) return held.inTurn(() => this.#inTurn(held, decision))
    return refused(this.#own.book.find(decision.challengeId) === null ? 'unknown_challenge' : 'challenge_terminal')
  }

  async #inTurn(held: HeldChallenge, decision: VettedDecision): Promise<DecisionOutcome> {
    const { parts: { journal, announcer, time }, endings } = this.#own
    const now = time.now()
    const refusal = this.#voidness(decision) ?? held.peek(this.#eventOf(held, decision, now))
    if (refusal !== null) {
      // An expiry is found here as surely as by the timer; it takes effect either way.
      held.apply({ kind: 'tick', now })
      await endings.settle(held)
      return refused(codeOf(refusal))
    }
    try {
      if ((await journal.recordDecision({ ...decision, now })) === null) return await this.#notTaken(held, decision, now)
    } catch {
      announcer.problem(`The decision on ${decision.challengeId} could not be written down.`)
      // An approval that cannot be written never approves. A denial that cannot be written still denies, whatever happens
      // to this process: nothing that waits outlives it. It is written as soon as the disk takes it.
      if (decision.verdict === 'approve') return refused('unavailable')
      this.#writeLater({ ...decision, now })
      return this.#deny(held, decision, now)
    }
    return decision.verdict === 'deny' ? this.#deny(held, decision, now) : this.#approve(held, decision, now)
  }

  async #approve(held: HeldChallenge, decision: VettedDecision, now: Clocks): Promise<DecisionOutcome> {
    const { parts: { announcer }, endings, approving, onApproved } = this.#own
    // What was revoked while this was written is void, and the disk already counts it: the challenge cannot go on.
    const late = this.#voidness(decision) ?? held.apply(this.#eventOf(held, decision, now))
    if (late !== null) {
      await endings.cancel(held, 'revoked')
      return refused(codeOf(late))
    }
    held.noteDecision(decision.decisionId, decision.reviewer, decision.presence)
    if (held.record !== null) announcer.challengeUpdated(held.record)
    if (held.isApprovedAndWaiting) {
      onApproved(held)
      void approving.run(held)
    }
    return { outcome: 'accepted' }
  }

  async #deny(held: HeldChallenge, decision: VettedDecision, now: Clocks): Promise<DecisionOutcome> {
    const late = held.apply(this.#eventOf(held, decision, now))
    if (late !== null) return refused(codeOf(late))
    held.noteDecision(decision.decisionId, decision.reviewer, decision.presence)
    this.#own.endings.deny(held, decision.comment)
    await this.#own.onDenied(held.start.call.agentId)
    return { outcome: 'accepted' }
  }

  /** The disk knows it as ended and the memory does not. Nobody can approve it then, and a denial still denies. */
  async #notTaken(held: HeldChallenge, decision: VettedDecision, now: Clocks): Promise<DecisionOutcome> {
    if (decision.verdict === 'deny') await this.#deny(held, decision, now)
    return refused('challenge_terminal')
  }

  #writeLater(entry: DecisionEntry): void {
    const { parts: { journal, time } } = this.#own
    time.after(WRITE_AGAIN_MS, () => void journal.recordDecision(entry).catch(() => this.#writeLater(entry)))
  }

  #voidness({ verdict, kid }: VettedDecision): 'key_revoked' | null {
    return verdict === 'approve' && this.#own.locks.isRevoked(kid) ? 'key_revoked' : null
  }

  #eventOf(held: HeldChallenge, { verdict, decisionId, reviewer, kid, stampedEpoch }: VettedDecision, now: Clocks): ChallengeEvent {
    if (verdict === 'deny') return { kind: 'deny', by: reviewer, decisionId, now }
    return { kind: 'approve', approval: { decisionId, reviewer, kid, stampedEpoch }, isFenced: this.#own.locks.isFenced(stampedEpoch, held.start.call), now }
  }
}

/** Only a consumption can be not consumable, and no decision is one. */
const codeOf = (refusal: ChallengeRefusal | 'key_revoked') => (refusal === 'not_consumable' ? 'challenge_terminal' : refusal)

const refused = (code: Extract<DecisionOutcome, { outcome: 'refused' }>['code']): DecisionOutcome => ({ outcome: 'refused', code })
