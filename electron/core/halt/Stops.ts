import type { Lock, LockId, PointId } from '../../../shared/domain/index.ts'
import type { LockRecord } from '../../../shared/protocol/index.ts'
import { isUnanswered, nextOrder, type Order, type OrderEvent } from './Order.ts'
import { holds, locksOf, type Release, type Stop } from './Stop.ts'

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
    const isReleased = record.released_at !== undefined
    if (known !== undefined && !isReleased) return true
    // A stop of several points has ended only when each of them says so; its orders of release count one by one.
    const isWhole = locksOf(stop).length === 1
    const toldRelease = isReleased && isWhole ? { by: record.released_by?.name ?? '', atMs: Date.parse(record.released_at ?? '') } : stop.toldRelease
    this.put({ ...stop, toldRelease })
    return true
  }

  /** A snapshot has all locks that hold: one from elsewhere that it lacks has ended. Gives false where one is another point's. */
  replace(pointId: PointId, records: readonly LockRecord[], nowMs: number): boolean {
    const areOwn = records.map((record) => this.tell(pointId, record))
    const told = new Set(records.map(({ lock_id }) => lock_id))
    for (const stop of this.#stops.values()) {
      const isGone = stop.orders.length === 0 && stop.told.some((one) => one.pointId === pointId && !told.has(one.lockId))
      if (isGone && stop.toldRelease === null) this.put({ ...stop, toldRelease: { by: '', atMs: nowMs } })
    }
    return areOwn.every(Boolean)
  }

  /** The points that a stop is for. */
  pointsOf(stopId: string): readonly { readonly pointId: PointId }[] {
    const stop = this.#stops.get(stopId)
    return stop === undefined ? [] : locksOf(stop)
  }

  /** Locks that count at a point, ours before their receipt too. */
  locksAt(pointId: PointId): readonly Lock[] {
    return [...this.#stops.values()].filter(holds).flatMap((stop) =>
      locksOf(stop).filter((one) => one.pointId === pointId).map(({ lockId }) => ({ lockId, target: stop.target, effect: stop.effect, mode: stop.mode, epoch: 0 })))
  }

  #fromElsewhere(pointId: PointId, record: LockRecord): Stop {
    return {
      stopId: record.lock_id, target: record.target, targetName: '', effect: record.effect, mode: record.mode, reason: record.reason ?? '', isDrill: record.drill,
      by: record.created_by.name, origin: ORIGINS[record.initiating_entity], atMs: Date.parse(record.created_at), orders: [],
      told: [{ pointId, lockId: record.lock_id, epoch: record.epoch }], release: null, toldRelease: null,
    }
  }
}
