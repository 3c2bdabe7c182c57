import type { Lock, LockId, PointId } from '../../../shared/domain/index.ts'
import type { LockRecord } from '../../../shared/protocol/index.ts'
import { isConfirmed, isSameAnswer, isUnanswered, nextOrder, type Order, type OrderEvent } from './Order.ts'
import { locksOf, standingOf, type Release, type Stop, type ToldRelease } from './Stop.ts'

/** The locks that touch a session, in two kinds: nothing that nobody has confirmed may read as if it held. */
export interface LocksAt {
  readonly holding: readonly Lock[]
  readonly ordered: readonly Lock[]
}

const ORIGINS = { reviewer: 'elsewhere', system: 'system', host: 'host' } as const

/** Every stop that this console ordered or heard of. */
export class Stops {
  readonly #stops = new Map<string, Stop>()
  readonly #stopOfLock = new Map<LockId, string>()
  readonly #changed: (stopId: string) => void

  constructor(changed: (stopId: string) => void) {
    this.#changed = changed
  }

  get(stopId: string): Stop | undefined {
    return this.#stops.get(stopId)
  }

  all(): Iterable<Stop> {
    return this.#stops.values()
  }

  put(stop: Stop): void {
    this.#stops.set(stop.stopId, stop)
    for (const { lockId } of locksOf(stop)) this.#stopOfLock.set(lockId, stop.stopId)
    this.#changed(stop.stopId)
  }

  addOrder(stopId: string, order: Order): void {
    const stop = this.#stops.get(stopId)
    if (stop !== undefined) this.put({ ...stop, orders: [...stop.orders.filter(({ lockId }) => lockId !== order.lockId), order] })
  }

  addRelease(stopId: string, release: Release): void {
    const stop = this.#stops.get(stopId)
    if (stop !== undefined) this.put({ ...stop, release })
  }

  ofLock(lockId: LockId): Stop | undefined {
    const stopId = this.#stopOfLock.get(lockId)
    return stopId === undefined ? undefined : this.#stops.get(stopId)
  }

  orderOf(pointId: PointId, lockId: LockId, verb: Order['verb']): Order | undefined {
    const stop = this.ofLock(lockId)
    const orders = verb === 'engage' ? stop?.orders : stop?.release?.orders
    return orders?.find((order) => order.lockId === lockId && order.pointId === pointId)
  }

  /** Orders to a point that it has not answered, stops before releases. */
  unansweredOf(pointId: PointId): readonly Order[] {
    const all = [...this.#stops.values()]
    return [...all.flatMap(({ orders }) => orders), ...all.flatMap(({ release }) => release?.orders ?? [])].filter((order) => order.pointId === pointId && isUnanswered(order))
  }

  step(pointId: PointId, lockId: LockId, verb: Order['verb'], event: OrderEvent): void {
    const stop = this.ofLock(lockId)
    if (stop === undefined) return
    const stepOne = (order: Order) => (order.pointId === pointId && order.lockId === lockId ? nextOrder(order, event) : order)
    if (verb === 'engage') this.put({ ...stop, orders: stop.orders.map(stepOne) })
    else if (stop.release !== null) this.put({ ...stop, release: { ...stop.release, orders: stop.release.orders.map(stepOne) } })
  }

  /**
   * What a point says of a lock. One of ours is confirmed by its receipt alone; that it ended is believed at once.
   * @returns false where the lock is another point's: nobody but that one may say anything of it
   */
  tell(pointId: PointId, record: LockRecord): boolean {
    const known = this.ofLock(record.lock_id)
    if (known !== undefined && !locksOf(known).some((one) => one.lockId === record.lock_id && one.pointId === pointId)) return false
    const stop = known ?? this.#fromElsewhere(pointId, record)
    if (known === undefined) this.put(stop)
    if (record.released_at !== undefined) this.#end(stop, record.lock_id, { by: record.released_by?.name ?? '', atMs: Date.parse(record.released_at) })
    return true
  }

  /**
   * A snapshot has all locks that hold. One from elsewhere that it lacks has ended; one that had ended and that it has
   * holds again: its point was put back to before the end.
   * @param isNewer whether the answer to a release is newer than the snapshot, which then knows nothing of it
   * @returns the confirmed orders of ours whose locks it lacks, whether any lock holds again, and whether every lock that
   * it has is the point's own
   */
  replace(pointId: PointId, records: readonly LockRecord[], { nowMs, isNewer }: { readonly nowMs: number; readonly isNewer: (release: Order) => boolean }): { readonly isOwn: boolean; readonly missing: readonly Order[]; readonly hasAgain: boolean } {
    const areOwn = records.map((record) => this.tell(pointId, record))
    const again = records.filter(({ lock_id, released_at }) => released_at === undefined && this.#hasEndedBefore(pointId, lock_id, isNewer))
    for (const { lock_id } of again) this.#holdAgain(lock_id)
    const told = new Set(records.map(({ lock_id }) => lock_id))
    for (const stop of this.#stops.values()) {
      const gone = stop.orders.length > 0 ? [] : stop.told.filter((one) => one.pointId === pointId && !told.has(one.lockId))
      for (const { lockId } of gone) this.#end(stop, lockId, { by: '', atMs: nowMs })
    }
    return { isOwn: areOwn.every(Boolean), hasAgain: again.length > 0, missing: this.confirmedOf(pointId).filter(({ lockId }) => !told.has(lockId)) }
  }

  /** Our orders to stop that a point has confirmed, and whose locks should still hold there. */
  confirmedOf(pointId: PointId): readonly Order[] {
    return [...this.#stops.values()].flatMap((stop) => stop.orders.filter((order) => order.pointId === pointId && isConfirmed(order) && standingOf(stop, order.lockId) === 'holds'))
  }

  /** A point that had forgotten an order has answered it again: with the same answer where the lock had ended in between. */
  answeredAgain(order: Order, nowMs: number): 'ended' | 'holds' {
    const stop = this.ofLock(order.lockId)
    const hasEnded = order.forgotten?.isUnlisted === true && isSameAnswer(order)
    if (stop !== undefined && hasEnded) this.#end(stop, order.lockId, { by: '', atMs: nowMs })
    return hasEnded ? 'ended' : 'holds'
  }

  /** The points that a stop is for. */
  pointsOf(stopId: string): readonly { readonly pointId: PointId }[] {
    const stop = this.#stops.get(stopId)
    return stop === undefined ? [] : locksOf(stop)
  }

  /** The locks at a point. A drill stops nothing, and what was refused or has ended does not either. */
  locksAt(pointId: PointId): LocksAt {
    const locks = [...this.#stops.values()].filter(({ isDrill }) => !isDrill).flatMap((stop) =>
      locksOf(stop).filter((one) => one.pointId === pointId).map(({ lockId }) => ({ standing: standingOf(stop, lockId), lock: { lockId, target: stop.target, effect: stop.effect, mode: stop.mode, epoch: 0 } })))
    const of = (wanted: string) => locks.flatMap(({ standing, lock }) => (standing === wanted ? [lock] : []))
    return { holding: of('holds'), ordered: of('ordered') }
  }

  #end(stop: Stop, lockId: LockId, how: Omit<ToldRelease, 'lockId'>): void {
    if (stop.toldReleases.some((one) => one.lockId === lockId)) return
    this.put({ ...stop, toldReleases: [...stop.toldReleases, { lockId, ...how }] })
  }

  #hasEndedBefore(pointId: PointId, lockId: LockId, isNewer: (release: Order) => boolean): boolean {
    const stop = this.ofLock(lockId)
    const isHere = stop !== undefined && locksOf(stop).some((one) => one.lockId === lockId && one.pointId === pointId)
    const release = this.orderOf(pointId, lockId, 'release')
    return isHere && standingOf(stop, lockId) === 'ended' && !(release !== undefined && isNewer(release))
  }

  /** Nothing that ended it counts any more, and none of it is done again by itself: letting go is no safe direction. */
  #holdAgain(lockId: LockId): void {
    const stop = this.ofLock(lockId)
    if (stop === undefined) return
    const isOther = (one: { readonly lockId: LockId }) => one.lockId !== lockId
    // A release without an answer is under way still: it was ordered, and its receipt will be this one's.
    const orders = stop.release?.orders.filter((order) => isOther(order) || isUnanswered(order)) ?? []
    const release = stop.release === null || orders.length === 0 ? null : { ...stop.release, orders }
    this.put({ ...stop, toldReleases: stop.toldReleases.filter(isOther), release, heldAgain: [...stop.heldAgain.filter((one) => one !== lockId), lockId] })
  }

  #fromElsewhere(pointId: PointId, record: LockRecord): Stop {
    return {
      stopId: record.lock_id, target: record.target, targetName: '', effect: record.effect, mode: record.mode, reason: record.reason ?? '', isDrill: record.drill,
      by: record.created_by.name, origin: ORIGINS[record.initiating_entity], atMs: Date.parse(record.created_at), orders: [],
      told: [{ pointId, lockId: record.lock_id, epoch: record.epoch }], release: null, toldReleases: [], heldAgain: [],
    }
  }
}
