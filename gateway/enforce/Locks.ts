import { covers, effectOn, isFenced, type Covered, type LockEffect, type LockId, type LockTarget, type PointId, type Revocation } from '../../shared/domain/index.ts'
import { printTime, type EnvelopeOnWire, type LockRecord, type NamedActor } from '../../shared/protocol/index.ts'
import type { EnforcerParts, LockOrder } from './api.ts'
import type { RevokedKey, Who } from './ports.ts'

const WRITE_AGAIN_MS = 5_000
/** No timer is set for longer: the platform's own would overflow. */
const LONGEST_TIMER_MS = 3_600_000
const RELEASED_KEPT_MS = 86_400_000
/** So many that were released are told of; what is older is in the journal. */
const MOST_RELEASED_TOLD = 200
/** And so many are known at once. Of others the envelopes of their orders are still known where those are answered. */
const MOST_RELEASED_KEPT = 10_000

/** Who acts where no person does: the point itself. */
export const systemActor = (pointId: PointId): NamedActor => ({ iss: pointId, sub: 'system', name: 'Enforcement point' })

type Standing = { readonly record: LockRecord; readonly envelope: EnvelopeOnWire | null; isDurable: boolean; writing: Promise<boolean> | null; isDueAgain: boolean; cancelTimer: () => void }

const IDLE: Pick<Standing, 'writing' | 'isDueAgain' | 'cancelTimer'> = { writing: null, isDueAgain: false, cancelTimer: () => {} }

/**
 * The stops that hold, the epoch, and everything that was ever revoked. What is stopped here is stopped in memory first
 * and never undone by a disk that is full; what is released here is on disk first.
 */
export class Locks {
  readonly #parts: Pick<EnforcerParts, 'pointId' | 'journal' | 'announcer' | 'time'>
  readonly #standing = new Map<LockId, Standing>()
  readonly #released = new Map<LockId, LockRecord>()
  readonly #revocations: Revocation[]
  readonly #revokedKids: Map<string, number>
  readonly #onReleased: () => void
  #epoch: number

  constructor(parts: EnforcerParts, onReleased: () => void) {
    this.#parts = parts
    this.#onReleased = onReleased
    const { epoch, locks, revocations, revokedKeys } = parts.remembered
    this.#epoch = epoch
    this.#revocations = [...revocations]
    this.#revokedKids = new Map(revokedKeys.map((key) => [key.kid, key.epoch]))
    for (const record of locks) {
      if (record.released_at === undefined) this.#stand({ record, envelope: null, isDurable: true, ...IDLE })
      else this.#released.set(record.lock_id, record)
    }
  }

  get epoch(): number {
    return this.#epoch
  }

  get records(): readonly LockRecord[] {
    const since = printTime(this.#parts.time.now().wallMs - RELEASED_KEPT_MS)
    const released = [...this.#released.values()].slice(-MOST_RELEASED_TOLD).filter(({ released_at }) => (released_at ?? '') > since)
    return [...[...this.#standing.values()].map(({ record }) => record), ...released]
  }

  effectOn(who: Who): LockEffect | null {
    return effectOn([...this.#standing.values()].map(({ record }) => record), this.#covered(who))
  }

  isFenced(stampedEpoch: number, who: Who): boolean {
    // They stand in the order of their epochs, and only the newest few are ever later than a stamp that still counts.
    let first = this.#revocations.length
    while (first > 0 && (this.#revocations[first - 1]?.epoch ?? 0) > stampedEpoch) first--
    return isFenced(stampedEpoch, this.#revocations.slice(first), this.#covered(who))
  }

  covers(target: LockTarget, who: Who): boolean {
    return covers(target, this.#covered(who))
  }

  isRevoked(kid: string): boolean {
    return this.#revokedKids.has(kid)
  }

  /** Whether what a call was let go on in some epoch, by the approval of some keys, does not count any more. */
  voids({ epoch, kids }: { readonly epoch: number; readonly kids: readonly string[] }, who: Who): boolean {
    return this.isFenced(epoch, who) || this.effectOn(who) !== null || kids.some((kid) => this.isRevoked(kid))
  }

  /** The lock of this id, and whether it holds still. A lock is engaged once: an order for a known one stops nothing again. */
  find(lockId: LockId): { readonly record: LockRecord; readonly isStanding: boolean } | null {
    const standing = this.#standing.get(lockId)
    if (standing !== undefined) return { record: standing.record, isStanding: true }
    const released = this.#released.get(lockId)
    return released === undefined ? null : { record: released, isStanding: false }
  }

  /** Holds from now on, in memory. */
  engage(order: LockOrder, envelope: EnvelopeOnWire | null): LockRecord {
    const record: LockRecord = { ...order, epoch: ++this.#epoch }
    this.#revocations.push({ epoch: record.epoch, target: record.target })
    this.#stand({ record, envelope, isDurable: false, ...IDLE })
    return record
  }

  /** Writes a lock that holds. What cannot be written now is tried again. @returns whether it is on disk */
  async write(lockId: LockId): Promise<boolean> {
    const standing = this.#standing.get(lockId)
    if (standing === undefined || standing.isDurable) return standing !== undefined
    // Whoever asks while it is being written, or for the tenth time, sets off nothing of its own.
    standing.writing ??= this.#write(standing).finally(() => (standing.writing = null))
    return standing.writing
  }

  /** Ends a lock, once that is on disk. What was approved before it stays void: the epoch does not go back. Throws where it cannot be written. */
  async release(lockId: LockId, by: NamedActor, envelope: EnvelopeOnWire | null, reason: string | null): Promise<void> {
    const standing = this.#standing.get(lockId)
    if (standing === undefined) return
    // A release of what was never written would not be found again; both go to disk, the lock first.
    if (!standing.isDurable && !(await this.write(lockId))) throw new Error('The lock itself is not on disk')
    const record = { ...standing.record, released_at: printTime(this.#parts.time.now().wallMs), released_by: by, ...(reason === null ? {} : { release_reason: reason }) }
    await this.#parts.journal.recordRelease(record, envelope)
    if (!this.#standing.delete(lockId)) return
    standing.cancelTimer()
    this.#released.set(lockId, record)
    if (this.#released.size > MOST_RELEASED_KEPT) this.#released.delete(this.#released.keys().next().value ?? lockId)
    this.#parts.announcer.lockReleased(record)
    this.#onReleased()
  }

  /** Voids a key, in memory. */
  revokeKey(kid: string): RevokedKey {
    const revoked = { kid, epoch: ++this.#epoch }
    this.#revokedKids.set(kid, revoked.epoch)
    return revoked
  }

  /** Voids everything that was ever stamped here, and lifts the epoch above what a console has seen. In memory. */
  voidAll(aboveEpoch: number): Revocation {
    this.#epoch = Math.max(this.#epoch, aboveEpoch) + 1
    const revocation: Revocation = { epoch: this.#epoch, target: { kind: 'all' } }
    this.#revocations.push(revocation)
    return revocation
  }

  async #write(standing: Standing): Promise<boolean> {
    const { journal, announcer, time } = this.#parts
    const { lock_id } = standing.record
    try {
      await journal.recordLock(standing.record, standing.envelope)
      standing.isDurable = true
    } catch {
      if (standing.isDueAgain) return false
      announcer.problem(`The stop ${lock_id} holds, but could not be written down. It is tried again.`)
      standing.isDueAgain = true
      time.after(WRITE_AGAIN_MS, () => {
        standing.isDueAgain = false
        void this.write(lock_id)
      })
    }
    return standing.isDurable
  }

  #covered(who: Who): Covered {
    return { pointId: this.#parts.pointId, ...who }
  }

  #stand(standing: Standing): void {
    this.#standing.set(standing.record.lock_id, standing)
    const { expires_at } = standing.record
    if (expires_at !== null) this.#endBy(standing, Date.parse(expires_at), this.#parts.time.now().monotonicMs + Math.max(0, Date.parse(expires_at) - this.#parts.time.now().wallMs))
  }

  /** A lock ends by the clock only when both have passed: a wall clock that was set forward must not free anything. */
  #endBy(standing: Standing, wallMs: number, monotonicMs: number): void {
    const now = this.#parts.time.now()
    const left = Math.max(monotonicMs - now.monotonicMs, wallMs - now.wallMs)
    standing.cancelTimer = this.#parts.time.after(Math.min(LONGEST_TIMER_MS, Math.max(1, left)), () => {
      const { monotonicMs: mono, wallMs: wall } = this.#parts.time.now()
      if (mono < monotonicMs || wall < wallMs) return this.#endBy(standing, wallMs, monotonicMs)
      this.release(standing.record.lock_id, systemActor(this.#parts.pointId), null, null).catch(() => {
        this.#parts.announcer.problem(`The stop ${standing.record.lock_id} is over, but that could not be written down; it holds on.`)
        standing.cancelTimer = this.#parts.time.after(WRITE_AGAIN_MS, () => this.#endBy(standing, wallMs, monotonicMs))
      })
    })
  }
}
