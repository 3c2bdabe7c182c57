import type { CancelledReason, ChallengeId, LockId, SessionId } from '../../shared/domain/index.ts'
import type { EnvelopeOnWire, LockRecord, NamedActor } from '../../shared/protocol/index.ts'
import type { EnforcerParts, LockEffectReport, LockOrder, ReleaseOutcome } from './api.ts'
import type { ChallengeBook } from './ChallengeBook.ts'
import type { Endings } from './Endings.ts'
import type { HeldChallenge } from './HeldChallenge.ts'
import { systemActor, type Locks } from './Locks.ts'
import type { Pausing } from './Pausing.ts'
import type { Call, Who } from './ports.ts'
import type { Running } from './Running.ts'

export interface StoppingParts {
  readonly parts: EnforcerParts
  readonly book: ChallengeBook
  readonly locks: Locks
  readonly endings: Endings
  readonly pausing: Pausing
  readonly running: Running
}

/** What a stop, a release or a revocation does to calls. In memory all of it happens at once; only the disk is waited for. */
export class Stopping {
  readonly #own: StoppingParts
  /** Written with the lock's first answer, so that a lock that is asked for again gives the same one. */
  readonly #reports = new Map<LockId, Omit<LockEffectReport, 'isDurable'>>()

  constructor(own: StoppingParts) {
    this.#own = own
  }

  /** Stops what a lock covers. Never throws, and is never undone by a disk that is full. A known lock stops nothing anew. */
  async engage(order: LockOrder, envelope: EnvelopeOnWire | null): Promise<LockEffectReport> {
    const { locks } = this.#own
    const known = locks.find(order.lock_id)
    if (known !== null) return this.#again(known.record, known.isStanding)
    const record = locks.engage(order, envelope)
    const written = locks.write(record.lock_id)
    const { report, done } = this.#stop(record)
    this.#reports.set(record.lock_id, report)
    const isDurable = await written
    this.#own.parts.announcer.epochChanged(record.epoch, report.atMs)
    this.#own.parts.announcer.lockEngaged(record)
    await done
    return { ...report, isDurable }
  }

  async release(lockId: LockId, by: NamedActor, envelope: EnvelopeOnWire | null, reason: string | null): Promise<ReleaseOutcome> {
    const { locks, parts: { announcer } } = this.#own
    const known = locks.find(lockId)
    if (known === null) return { status: 'refused', code: 'bad_request' }
    try {
      if (known.isStanding) await locks.release(lockId, by, envelope, reason)
    } catch {
      announcer.problem(`The release of ${lockId} could not be written down; it holds on.`)
      return { status: 'refused', code: 'unavailable' }
    }
    this.#reports.delete(lockId)
    return { status: 'released', report: { ...this.#nothing(locks.epoch), isDurable: true } }
  }

  /** Voids a key and what rests on it. Throws where that could not be written; in memory it holds either way. */
  async revokeKey(kid: string): Promise<void> {
    const { locks, book, endings, parts: { journal, announcer, time } } = this.#own
    if (locks.isRevoked(kid)) return
    const revoked = locks.revokeKey(kid)
    const now = time.now()
    const touched = book.live.filter(({ state }) => (state.status === 'pending' || state.status === 'approved') && state.approvals.some((approval) => approval.kid === kid))
    for (const held of touched) held.apply({ kind: 'revokeKey', kid, now })
    const settled = touched.map((held) => endings.settle(held))
    try {
      await journal.recordKeyRevocation(revoked)
    } finally {
      announcer.epochChanged(revoked.epoch, now.wallMs)
      for (const { state, record, isAnnounced } of touched) if (state.status === 'pending' && isAnnounced && record !== null) announcer.challengeUpdated(record)
      await Promise.all(settled)
    }
  }

  /** Voids everything that waits or is approved. Throws where that could not be written; in memory it holds either way. */
  async voidAll(aboveEpoch: number): Promise<void> {
    const { locks, book, endings, parts: { journal, announcer, time } } = this.#own
    const revocation = locks.voidAll(aboveEpoch)
    const ended = book.live.map((held) => endings.cancel(held, 'revoked'))
    try {
      await journal.recordVoiding(revocation)
    } finally {
      announcer.epochChanged(revocation.epoch, time.now().wallMs)
      await Promise.all(ended)
    }
  }

  /** A tool, a policy or a session changed: what was asked under the old one ends, and who waits for it is answered. */
  async cancelWhere(isAffected: (call: Call) => boolean, reason: CancelledReason): Promise<readonly ChallengeId[]> {
    const { book, endings } = this.#own
    const affected = book.live.filter((held) => isOpen(held) && isAffected(held.start.call))
    await Promise.all(affected.map((held) => endings.cancel(held, reason)))
    return affected.map(({ id }) => id)
  }

  /** The pause that three denials bring. */
  async pauseAgent(agentId: Call['agentId']): Promise<void> {
    const { locks, parts: { pointId, newId, time } } = this.#own
    const isPaused = locks.records.some(({ target, initiating_entity, released_at }) => released_at === undefined && initiating_entity === 'system' && target.kind === 'agent' && target.value === agentId)
    if (isPaused) return
    await this.engage({
      lock_id: newId('lock'), target: { kind: 'agent', value: agentId }, effect: 'pause', mode: 'drain',
      reason: 'People have denied three calls of this agent within ten minutes.', initiating_entity: 'system',
      created_at: new Date(time.now().wallMs).toISOString(), created_by: systemActor(pointId), expires_at: null, drill: false,
    }, null)
  }

  #stop(record: LockRecord): { readonly report: Omit<LockEffectReport, 'isDurable'>; readonly done: Promise<unknown> } {
    const { book, locks, endings, pausing, running, parts: { callers, time } } = this.#own
    const isCovered = (who: Who) => locks.covers(record.target, who)
    const isHalt = record.effect === 'halt'
    const touched = book.live.filter((held) => isOpen(held) && (isCovered(held.start.call) || held.waiters.some(({ call }) => isCovered(call))))
    if (!isHalt) for (const held of touched) this.#keepCallers(held, isCovered)
    const ends = touched.map((held) => endings.cancel(held, 'revoked'))
    if (isHalt) pausing.refuseHalted()
    const { aborted, unabortable, records } = running.stop(isCovered, isHalt && record.mode === 'abort_inflight' ? callers : null)
    const report = {
      epoch: record.epoch,
      atMs: time.now().wallMs,
      sessionsStopped: unique(callers.liveSessions().filter(isCovered).map(({ sessionId }) => sessionId)),
      inflightAborted: aborted,
      inflightUnabortable: unabortable,
      challengesCancelled: touched.filter(({ isAnnounced }) => isAnnounced).map(({ id }) => id),
    }
    return { report, done: Promise.all([...ends, ...records.map((one) => endings.writeEnforcement(one))]) }
  }

  /** A pause ends the question and keeps the calls: they are judged anew when it is released. */
  #keepCallers(held: HeldChallenge, isCovered: (who: Who) => boolean): void {
    const { txn, supersedes } = held.start
    for (const waiter of held.waiters.filter(({ call }) => isCovered(call))) {
      held.remove(waiter)
      waiter.moveOut()
      this.#own.pausing.keep(waiter, { txn, supersedes: held.isAnnounced ? held.id : supersedes })
    }
  }

  async #again(record: LockRecord, isStanding: boolean): Promise<LockEffectReport> {
    const report = this.#reports.get(record.lock_id) ?? { ...this.#nothing(record.epoch), atMs: Date.parse(record.created_at) }
    return { ...report, isDurable: !isStanding || (await this.#own.locks.write(record.lock_id)) }
  }

  #nothing(epoch: number): Omit<LockEffectReport, 'isDurable'> {
    return { epoch, atMs: this.#own.parts.time.now().wallMs, sessionsStopped: [], inflightAborted: [], inflightUnabortable: [], challengesCancelled: [] }
  }
}

/** What can still be ended: it waits, or it is approved and not consumed. */
const isOpen = ({ state, isApprovedAndWaiting }: HeldChallenge) => state.status === 'pending' || isApprovedAndWaiting
const unique = (ids: readonly SessionId[]) => [...new Set(ids)]
