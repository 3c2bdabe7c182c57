import { printTime } from '../../shared/protocol/index.ts'
import type { EnforcerParts } from './api.ts'
import type { ChallengeBook } from './ChallengeBook.ts'
import type { Endings } from './Endings.ts'
import type { HeldChallenge } from './HeldChallenge.ts'
import type { Locks } from './Locks.ts'
import type { Judgement } from './ports.ts'
import { approvedOther, blocked, cancelled, pointFault } from './refusals.ts'
import type { Running } from './Running.ts'
import type { Waiter } from './Waiter.ts'

export interface ApprovingParts {
  readonly parts: EnforcerParts
  readonly book: ChallengeBook
  readonly locks: Locks
  readonly endings: Endings
  readonly running: Running
}

/** Carries out an approval: judges once more, consumes on disk, looks a last time, lets exactly one call go. */
export class Approving {
  readonly #own: ApprovingParts

  constructor(own: ApprovingParts) {
    this.#own = own
  }

  /** Takes the callers of an approved challenge in the order in which they came; the first that is still there runs. */
  async run(held: HeldChallenge): Promise<void> {
    if (held.isBeingRun) return
    held.isBeingRun = true
    try {
      for (let head = held.head; head !== undefined && held.isApprovedAndWaiting; head = held.head) await this.#runFor(held, head)
    } catch {
      // Nothing on this way is meant to throw. Where it did before the call was let go, the call is not.
      held.apply({ kind: 'fail', reason: 'internal' })
      if (this.#own.book.get(held.id) === held) await this.#fault(held)
    } finally {
      held.isBeingRun = false
    }
  }

  async #runFor(held: HeldChallenge, head: Waiter): Promise<void> {
    const { parts: { policy, journal, announcer, time }, locks, endings } = this.#own
    if (held.state.status !== 'approved') return
    const judgement = await policy.judgeApproved(head.call, { approverCount: held.state.approvals.length, presence: held.presence }, held.start.judgement.terms)
    try {
      await journal.recordEvaluation(judgement.evaluation)
    } catch {
      held.apply({ kind: 'fail', reason: 'journal' })
      return this.#fault(held)
    }
    announcer.evaluationRecorded(judgement.evaluation)
    // Its caller left meanwhile: the approval is for the next in line, if there is one.
    if (!head.isWaiting || !held.isApprovedAndWaiting) return
    held.apply({ kind: 'consume', isStillAllowed: judgement.verdict === 'allow', isFenced: locks.isFenced(held.start.epoch, head.call), now: time.now() })
    if (held.state.enforcement.outcome !== 'forwarded') return endings.settle(held)
    try {
      if (!(await journal.consume(held.id))) return await endings.notRun(held, 'blocked', blocked(held.id, 'consumed'))
    } catch {
      return this.#fault(held)
    }
    await this.#letGo(held, head, judgement)
  }

  /** The last look. What fell while the consumption was written wins; the permission is lost, which is the safe side. */
  async #letGo(held: HeldChallenge, head: Waiter, judgement: Judgement): Promise<void> {
    const { parts: { announcer, time }, book, locks, endings, running } = this.#own
    if (!head.isWaiting) return endings.notRun(held, 'aborted', cancelled(held.id, 'caller_gone'))
    const kids = held.state.status === 'approved' ? held.state.approvals.map(({ kid }) => kid) : []
    const { epoch } = held.start
    if (locks.voids({ epoch, kids }, head.call)) return endings.notRun(held, 'blocked', blocked(held.id, 'locked'))
    const { evaluation_id } = judgement.evaluation
    held.noteEnforcement({ challenge_id: held.id, evaluation_id, outcome: 'forwarded', reevaluation: { decision: true, reason: judgement.reason.slice(0, 512), next_action: 'none' }, forwarded_at: printTime(time.now().wallMs), result: 'unknown' })
    held.wakeBy(() => {})
    book.end(held)
    head.answer(running.forward(head.call, { evaluationId: evaluation_id, challengeId: held.id, epoch, kids }))
    for (const other of held.waiters) other.answer(approvedOther(held.id))
    if (held.record !== null) announcer.challengeUpdated(held.record)
  }

  #fault(held: HeldChallenge): Promise<void> {
    this.#own.parts.announcer.problem(`The point could not carry out the approval of ${held.id}; its call did not run.`)
    return this.#own.endings.notRun(held, 'blocked', pointFault(held.id))
  }
}
