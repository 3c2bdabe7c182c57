import type { CancelledReason } from '../../shared/domain/index.ts'
import { type EnforcementRecord } from '../../shared/protocol/index.ts'
import { cutText } from '../../shared/util/cutText.ts'
import type { EnforcerParts } from './api.ts'
import type { ChallengeBook } from './ChallengeBook.ts'
import type { HeldChallenge } from './HeldChallenge.ts'
import type { Parking } from './Parking.ts'
import type { Refused } from './ports.ts'
import { blocked, cancelled, deniedByPerson, expired, pointFault } from './refusals.ts'

/** How challenges end: everybody who waits is answered at once, and the end is written down. No answer waits for the disk. */
export class Endings {
  readonly #parts: EnforcerParts
  readonly #book: ChallengeBook
  readonly #parking: Parking

  constructor(parts: EnforcerParts, book: ChallengeBook, parking: Parking) {
    this.#parts = parts
    this.#book = book
    this.#parking = parking
  }

  cancel(held: HeldChallenge, reason: CancelledReason): Promise<void> {
    held.apply({ kind: 'cancel', reason, now: this.#parts.time.now() })
    return this.settle(held)
  }

  /** A person has denied it; the decision itself is written already, or could not be. */
  deny(held: HeldChallenge, comment: string | undefined): void {
    this.#answer(held, deniedByPerson(held.id, comment), true)
    this.#announce(held)
  }

  /** Carries out what its state says, where that is an end. Call it after whatever may have ended it. */
  async settle(held: HeldChallenge): Promise<void> {
    if (this.#book.get(held.id) !== held) return
    const { state, id } = held
    if (state.status === 'approved' && state.enforcement.outcome === 'blocked') return this.notRun(held, 'blocked', blocked(id, state.enforcement.reason))
    if (state.status === 'approved' && state.enforcement.outcome === 'aborted') return this.notRun(held, 'aborted', cancelled(id, 'caller_gone'))
    if (state.status === 'expired') this.#answer(held, expired(id), true)
    else if (state.status === 'cancelled') this.#answer(held, cancelled(id, state.reason), false)
    else if (state.status === 'failed') this.#answer(held, pointFault(id), false)
    else return
    await this.writeEnd(held)
    this.#announce(held)
  }

  /** Writes down that it ended, where it was ever written that it began. */
  async writeEnd({ made, state, id }: HeldChallenge): Promise<void> {
    if (made === null || (state.status !== 'expired' && state.status !== 'cancelled' && state.status !== 'failed')) return
    try {
      await this.#parts.journal.endChallenge(id, { state: state.status, reason: state.reason, atMs: this.#parts.time.now().wallMs })
    } catch {
      this.#parts.announcer.problem(`The end of ${id} could not be written down.`)
    }
  }

  /** It was approved, and its call did not run after all. */
  async notRun(held: HeldChallenge, outcome: 'blocked' | 'aborted', refusal: Refused): Promise<void> {
    const record: EnforcementRecord = {
      challenge_id: held.id,
      evaluation_id: held.start.judgement.evaluation.evaluation_id,
      outcome,
      reevaluation: { decision: false, reason: cutText(refusal.text, 512), next_action: refusal.nextAction },
      result: 'unknown',
    }
    held.noteEnforcement(record)
    this.#answer(held, refusal, false)
    await this.writeEnforcement(record)
    this.#announce(held)
  }

  async writeEnforcement(record: EnforcementRecord): Promise<void> {
    try {
      await this.#parts.journal.recordEnforcement(record)
    } catch {
      this.#parts.announcer.problem(`What became of ${record.challenge_id ?? record.evaluation_id} could not be written down.`)
    }
    this.#parts.announcer.enforcementRecorded(record)
  }

  #answer(held: HeldChallenge, refusal: Refused, isForAbsent: boolean): void {
    held.wakeBy(() => {})
    if (isForAbsent) this.#parking.leave(held.parked, held.start.actionHash, refusal, this.#parts.time.now())
    this.#book.end(held)
    for (const waiter of held.waiters) waiter.answer(refusal)
  }

  #announce({ isAnnounced, record }: HeldChallenge): void {
    if (isAnnounced && record !== null) this.#parts.announcer.challengeUpdated(record)
  }
}
