import type { Actor, CancelledReason, ChallengeId, DecisionId, LockEffect, LockId } from '../../shared/domain/index.ts'
import type { ChallengeRecord, EnforcementRecord, EnvelopeOnWire, LockRecord, NamedActor } from '../../shared/protocol/index.ts'
import type { DecisionOutcome, EnforcerParts, KnownChallenge, LockEffectReport, LockOrder, ReleaseOutcome, VettedDecision } from './api.ts'
import { Approving } from './Approving.ts'
import { Asking } from './Asking.ts'
import { ChallengeBook } from './ChallengeBook.ts'
import { Deciding } from './Deciding.ts'
import { Denials } from './Denials.ts'
import { Endings } from './Endings.ts'
import { Judging } from './Judging.ts'
import { Locks } from './Locks.ts'
import { Parking } from './Parking.ts'
import { Pausing } from './Pausing.ts'
import type { Call, Refused, Ruling, Who } from './ports.ts'
import { takenBack } from './refusals.ts'
import { Running } from './Running.ts'
import { Stopping } from './Stopping.ts'
import { Waiter } from './Waiter.ts'

/** The judge of every call: holds it, asks, re-evaluates, consumes once, stops, and lets it run or not. */
export class Enforcer {
  readonly #parts: EnforcerParts
  readonly #book: ChallengeBook
  readonly #locks: Locks
  readonly #running = new Running()
  readonly #waiters = new Map<string, Waiter>()
  readonly #endings: Endings
  readonly #judging: Judging
  readonly #deciding: Deciding
  readonly #stopping: Stopping

  constructor(parts: EnforcerParts) {
    const { journal, time, remembered } = parts
    const denials = new Denials()
    const book = new ChallengeBook(journal, time, remembered.challenges)
    const locks = new Locks(parts, () => this.#judging.considerFreed())
    const pausing = new Pausing(time, (who) => locks.effectOn(who))
    const parking = new Parking()
    const endings = new Endings(parts, book, parking)
    const approving = new Approving({ parts, book, locks, endings, running: this.#running })
    this.#parts = parts
    this.#book = book
    this.#locks = locks
    this.#endings = endings
    const asking = new Asking({ parts, book, locks, parking, endings, approving })
    this.#judging = new Judging({ parts, locks, pausing, running: this.#running, asking })
    this.#stopping = new Stopping({ parts, book, locks, endings, pausing, running: this.#running })
    this.#deciding = new Deciding({
      parts, book, locks, endings, approving,
      onApproved: (held) => asking.wake(held),
      onDenied: async (agentId) => {
        if (denials.isTooMany(agentId, time.now().monotonicMs)) await this.#stopping.pauseAgent(agentId)
      },
    })
  }

  get epoch(): number {
    return this.#locks.epoch
  }

  /** The point was restored from an old copy, and nobody has looked at it since: what carries a high risk is denied. */
  get mustRecover(): boolean {
    return this.#judging.mustRecover
  }

  /** Judges a call. Settles when it may run or must not; for a held call that is when a person, a clock or a stop has spoken. */
  judge(call: Call): Promise<Ruling> {
    const waiter = new Waiter(call, this.#parts.time)
    this.#waiters.set(call.callId, waiter)
    void waiter.ruling.then(() => this.#waiters.delete(call.callId))
    this.#judging.consider(waiter, null)
    return waiter.ruling
  }

  /** The caller of a call has left, or its transport did not write what it was told to: it never runs, whatever is approved later. */
  async callerGone(callId: string): Promise<void> {
    this.#waiters.get(callId)?.leave()
    const record = this.#running.takeBack(callId)
    if (record !== null) await this.#enforced(record)
  }

  /**
   * Asked by its transport right before it writes a call that was let go, and answered at once: what was stopped or
   * revoked since then wins. Null where the call may be written now.
   */
  lastLook({ callId }: Call): Refused | null {
    return this.#running.write(callId, (grant, call) => this.#locks.voids(grant, call)) ? null : takenBack()
  }

  /** A call that was let go has come back, never will, or did not run after all: its transport says which. */
  async finished(call: Call, record: EnforcementRecord): Promise<void> {
    this.#running.over(call.callId)
    await this.#enforced(record)
  }

  /** Takes in a verified decision; what is judged here is time and state. */
  decide(decision: VettedDecision): Promise<DecisionOutcome> {
    return this.#deciding.decide(decision)
  }

  /** Stops what a lock covers; in memory at once, whatever the disk does. Never throws. */
  engage(order: LockOrder, envelope: EnvelopeOnWire | null): Promise<LockEffectReport> {
    return this.#stopping.engage(order, envelope)
  }

  /**
   * Ends a lock once that is on disk. What was approved before it stays void.
   * @param reason in the words of whoever releases it, kept with the lock and told to consoles
   */
  release(lockId: LockId, by: NamedActor, envelope: EnvelopeOnWire | null, reason: string | null = null): Promise<ReleaseOutcome> {
    return this.#stopping.release(lockId, by, envelope, reason)
  }

  /** Voids approvals of a key that were not consumed, and raises the epoch. Throws where that is not on disk; it holds anyway. */
  revokeKey(kid: string): Promise<void> {
    return this.#stopping.revokeKey(kid)
  }

  /** The point was restored from an old copy: all that waits or is approved is void. Throws where that is not on disk; it holds anyway. */
  voidAll(aboveEpoch: number): Promise<void> {
    this.#judging.mustRecover = true
    return this.#stopping.voidAll(aboveEpoch)
  }

  /** A person has looked at a restored point, on its host. Throws where that is not on disk; nothing changes then. */
  async recover(): Promise<void> {
    await this.#parts.journal.recordRecovery(this.#parts.time.now().wallMs)
    this.#judging.mustRecover = false
  }

  /** A tool, a policy or a session changed: what waits under the old one ends. */
  async cancelWhere(isAffected: (call: Call) => boolean, reason: CancelledReason): Promise<readonly ChallengeId[]> {
    const ended = this.#stopping.cancelWhere(isAffected, reason)
    // Who is being judged, is held by a pause or has joined another session's challenge is answered for itself.
    for (const waiter of this.#waiters.values()) if (isAffected(waiter.call)) waiter.leave(reason)
    return ended
  }

  /** What holds for a session or a caller under the stops of now. */
  effectOn(who: Who): LockEffect | null {
    return this.#locks.effectOn(who)
  }

  /** The waiting challenges, and at most 200 that ended within the last hour. */
  challengeRecords(): readonly ChallengeRecord[] {
    return this.#book.records
  }

  /** The locks that hold, and those released within the last day. */
  lockRecords(): readonly LockRecord[] {
    return this.#locks.records
  }

  /** A challenge that is known here, ended or not. */
  findChallenge(challengeId: ChallengeId): KnownChallenge | null {
    return this.#book.find(challengeId)
  }

  /** The decisions of a reviewer on a challenge that were accepted. Throws where the journal cannot be read. */
  decisionsOf(challengeId: ChallengeId, reviewer: Actor): readonly DecisionId[] {
    return this.#parts.journal.decisionsOf(challengeId, reviewer)
  }

  /** The bytes of an invocation that waits, or that stood inline in a challenge which ended lately. */
  invocationBytes(hash: string): Uint8Array | null {
    return this.#book.invocationBytes(hash)
  }

  async #enforced(record: EnforcementRecord): Promise<void> {
    await this.#endings.writeEnforcement(record)
    const updated = record.challenge_id === null ? null : this.#book.enforced(record.challenge_id, record)
    if (updated !== null) this.#parts.announcer.challengeUpdated(updated)
  }
}
