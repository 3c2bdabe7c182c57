import type { LockEffect, LockMode, LockTarget, PointId } from '../../../shared/domain/index.ts'
import { isConfirmed, isUnanswered, type Order } from './Order.ts'

/** The end of one lock as its point told of it, where no order of ours ended it. */
export interface ToldRelease {
  readonly lockId: Order['lockId']
  readonly by: string
  readonly atMs: number
}

/** What this console asked for to end a stop. */
export interface Release {
  readonly reason: string
  readonly by: string
  readonly atMs: number
  readonly orders: readonly Order[]
}

/** A stop: one wish, and one lock at each point that it concerns. */
export interface Stop {
  readonly stopId: string
  readonly target: LockTarget
  readonly targetName: string
  readonly effect: LockEffect
  readonly mode: LockMode
  readonly reason: string
  readonly isDrill: boolean
  readonly by: string
  readonly origin: 'here' | 'elsewhere' | 'system' | 'host'
  readonly atMs: number
  /** Orders of ours; empty where the stop came from elsewhere. */
  readonly orders: readonly Order[]
  /** Where a stop from elsewhere holds, and since which epoch; of one of ours what the log says that was ordered. */
  readonly told: readonly { readonly pointId: PointId; readonly lockId: Order['lockId']; readonly epoch: number }[]
  readonly release: Release | null
  /** At most one for each lock: a stop of several points ends point by point. */
  readonly toldReleases: readonly ToldRelease[]
  /** Locks that had ended and hold again, because their point was put back to before the end. */
  readonly heldAgain: readonly Order['lockId'][]
}

/** The points that a stop is for, with its lock at each. What the log says was ordered may be more than the orders it kept. */
export function locksOf({ orders, told }: Stop): readonly { readonly pointId: PointId; readonly lockId: Order['lockId'] }[] {
  return told.length > orders.length ? told : orders
}

/**
 * How the lock of a stop stands at its point: `ordered` until the point has answered, `holds` by its receipt or, of a
 * stop from elsewhere, by its word, `refused` where it never held, `ended` by a confirmed release or the point's word.
 */
export function standingOf({ orders, origin, release, toldReleases }: Stop, lockId: Order['lockId']): 'ordered' | 'holds' | 'refused' | 'ended' {
  const isOfLock = (one: { readonly lockId: Order['lockId'] }) => one.lockId === lockId
  if (toldReleases.some(isOfLock) || release?.orders.some((order) => isOfLock(order) && isConfirmed(order)) === true) return 'ended'
  const order = orders.find(isOfLock)
  if (order === undefined) return origin === 'here' ? 'ordered' : 'holds'
  return isConfirmed(order) ? 'holds' : isUnanswered(order) ? 'ordered' : 'refused'
}

export type StopState = 'stopping' | 'stopped' | 'refused' | 'releasing' | 'released'

/** Where a stop is as a whole. Nothing reads as done before every point of it has said so. */
export function stateOf(stop: Stop): StopState {
  const standings = locksOf(stop).map(({ lockId }) => standingOf(stop, lockId))
  if (standings.every((one) => one === 'refused') && standings.length > 0) return 'refused'
  if (standings.includes('ended') && standings.every((one) => one === 'ended' || one === 'refused')) return 'released'
  if (stop.release?.orders.some(isUnanswered) === true) return 'releasing'
  return standings.every((one) => one === 'holds' || one === 'ended') ? 'stopped' : 'stopping'
}
