import type { ChallengeTerms, Clocks } from '../../shared/domain/index.ts'
import { LIMITS } from '../../shared/protocol/index.ts'
import { actionHashOf } from './actionHash.ts'
import type { EnforcerParts } from './api.ts'
import type { Approving } from './Approving.ts'
import type { ChallengeBook } from './ChallengeBook.ts'
import type { Endings } from './Endings.ts'
import { HeldChallenge } from './HeldChallenge.ts'
import type { Locks } from './Locks.ts'
import type { Parking } from './Parking.ts'
import { BEFORE_DEADLINE_MS, type Thread } from './Pausing.ts'
import type { Call, Challenging } from './ports.ts'
import { approvalPending, tooManyWaiting, tooManyWithdrawn } from './refusals.ts'
import type { Waiter } from './Waiter.ts'
import { Withdrawals } from './Withdrawals.ts'

export interface AskingParts {
  readonly parts: EnforcerParts
  readonly book: ChallengeBook
  readonly locks: Locks
  readonly parking: Parking
  readonly endings: Endings
  readonly approving: Approving
}

/** Puts a call before people: into a challenge that waits for an equal one, or into one of its own; and what its clocks do. */
export class Asking {
  readonly #own: AskingParts
  readonly #withdrawals = new Withdrawals()

  constructor(own: AskingParts) {
    this.#own = own
  }

  /** From here on the waiter is answered by its challenge. Everything up to the first write happens at once. */
  async ask(waiter: Waiter, judgement: Challenging, thread: Thread | null): Promise<void> {
    const { parts, book, locks, parking, approving } = this.#own
    const { call } = waiter
    const actionHash = actionHashOf(judgement.evaluation)
    const left = parking.collect(call.sessionId, actionHash, parts.time.now())
    if (left !== null) return waiter.answer(left)

    const equal = book.equalTo(call, actionHash)
    if (equal !== undefined && !locks.isFenced(equal.start.epoch, call)) {
      this.#join(equal, waiter)
      return equal.isApprovedAndWaiting ? approving.run(equal) : undefined
    }
    const waiting = book.waitingOf(call.agentId)
    if (waiting.length >= LIMITS.waitingChallengesPerAgent) return waiter.answer(tooManyWaiting(soonest(waiting, parts.time.now())))
    const waitMs = this.#withdrawals.waitMs(call.agentId, parts.time.now().monotonicMs)
    if (waitMs !== null) return waiter.answer(tooManyWithdrawn(waitMs))
    return this.#raise(waiter, judgement, actionHash, thread)
  }

  /** Its clocks, on both of which it may have ended. */
  async tick(held: HeldChallenge): Promise<void> {
    held.apply({ kind: 'tick', now: this.#own.parts.time.now() })
    await this.#own.endings.settle(held)
    if (this.#own.book.get(held.id) === held) this.wake(held)
  }

  /** Sets the one timer of a challenge: its deadline, or how long its approval holds. */
  wake(held: HeldChallenge): void {
    const { time } = this.#own.parts
    const due = held.state.status === 'approved' ? held.state.until : held.start.terms.deadline
    held.wakeBy(time.after(Math.max(1, due.monotonicMs - time.now().monotonicMs), () => void this.tick(held)))
  }

  async #raise(waiter: Waiter, judgement: Challenging, actionHash: string, thread: Thread | null): Promise<void> {
    const { parts: { maker, journal, announcer, time, newId }, book, locks, endings } = this.#own
    const { call } = waiter
    const raisedAt = time.now()
    const life = Math.min(LIMITS.challengeLifeLongestMs, Math.max(LIMITS.challengeLifeShortestMs, judgement.terms.lifeMs))
    const expiresAt = { monotonicMs: raisedAt.monotonicMs + life, wallMs: raisedAt.wallMs + life }
    const terms = termsOf(call, judgement, expiresAt)
    const held = new HeldChallenge({ challengeId: newId('challenge'), txn: thread?.txn ?? newId('txn'), supersedes: thread?.supersedes ?? null, call, judgement, actionHash, epoch: locks.epoch, terms })
    book.add(held)
    this.#join(held, waiter)
    this.wake(held)
    try {
      const made = await maker.make({ ...held.start, raisedAt, expiresAt, holdMode: terms.holdMode })
      // What ended while it was signed was never asked: nobody needs to hear of it.
      if (held.state.status !== 'pending') return
      await journal.recordChallenge(made)
      held.made = made
    } catch {
      announcer.problem('The journal could not be written; the call it was for did not run.')
      held.apply({ kind: 'fail', reason: 'journal' })
      return endings.settle(held)
    }
    if (held.state.status !== 'pending') return endings.writeEnd(held)
    held.isAnnounced = true
    const { record } = held
    if (record !== null) announcer.challengeRaised(record)
  }

  #join(held: HeldChallenge, waiter: Waiter): void {
    const { time } = this.#own.parts
    const { callerDeadline } = waiter.call
    held.add(waiter)
    waiter.enter(() => this.#left(held, waiter))
    if (callerDeadline === null || (held.state.status === 'pending' && callerDeadline.monotonicMs >= held.start.terms.deadline.monotonicMs)) return
    waiter.wakeAfter(callerDeadline.monotonicMs - BEFORE_DEADLINE_MS - time.now().monotonicMs, () => this.#park(held, waiter))
  }

  /** The caller will not wait any longer: it is told to come again, and what was asked for it stays. */
  #park(held: HeldChallenge, waiter: Waiter): void {
    held.parked.add(waiter.call.sessionId)
    waiter.answer(approvalPending(held.id))
    this.#left(held, waiter)
  }

  /** One caller fewer. The next in line has the challenge then; with nobody left, only one that was parked goes on. */
  #left(held: HeldChallenge, waiter: Waiter): void {
    const { endings, parts: { time } } = this.#own
    held.remove(waiter)
    if (held.waiters.length > 0) return
    const isParked = held.start.terms.holdMode === 'retry' && held.parked.size > 0
    if (held.state.status === 'pending' && !isParked) {
      if (held.isAnnounced) this.#withdrawals.note(waiter.call.agentId, time.now().monotonicMs)
      return void endings.cancel(held, 'caller_gone')
    }
    held.apply({ kind: 'callerGone' })
    void endings.settle(held)
  }
}

/** The hold mode is fixed when a challenge is raised: a caller that is known to leave before its end is told to come again. */
function termsOf({ callerDeadline }: Call, { terms }: Challenging, expiresAt: Clocks): ChallengeTerms {
  const holdMode = callerDeadline !== null && callerDeadline.wallMs < expiresAt.wallMs ? 'retry' : 'stream'
  return {
    approvalsRequired: terms.approvalsRequired,
    holdMode,
    deadline: expiresAt,
    deadlineReason: 'ttl',
    approvalLifeMs: holdMode === 'stream' ? LIMITS.approvalLifeStreamMs : LIMITS.approvalLifeRetryMs,
  }
}

function soonest(waiting: readonly HeldChallenge[], { monotonicMs }: Clocks): number {
  return Math.max(1_000, Math.min(...waiting.map(({ start }) => start.terms.deadline.monotonicMs)) - monotonicMs)
}
