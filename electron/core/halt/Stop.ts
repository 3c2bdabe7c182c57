import type { LockEffect, LockMode, LockTarget, PointId } from '../../../shared/domain/index.ts'
import { isConfirmed, type Order } from './Order.ts'

/** The end of a stop as a point told of it, where no order of ours ended it. */
export interface ToldRelease {
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
  readonly toldRelease: ToldRelease | null
}

/** The points that a stop is for, with its lock at each. */
export function locksOf({ orders, told }: Stop): readonly { readonly pointId: PointId; readonly lockId: Order['lockId'] }[] {
  return orders.length > 0 ? orders : told
}

/** Where it is. Nothing reads as done before every point of it has said so. */
export function stateOf({ orders, told, origin, release, toldRelease }: Stop): 'stopping' | 'stopped' | 'releasing' | 'released' {
  if (toldRelease !== null) return 'released'
  if (release !== null && release.orders.length > 0 && !release.orders.every(({ receipt }) => receipt?.outcome === 'refused')) {
    return release.orders.every(isConfirmed) ? 'released' : 'releasing'
  }
  const isWhole = origin !== 'here' || orders.length >= told.length
  return isWhole && orders.every(isConfirmed) ? 'stopped' : 'stopping'
}

/** Whether the lock of this stop still counts at a point. Before its receipt too: stopping too much is the safe mistake. */
export const holds = (stop: Stop): boolean => stateOf(stop) !== 'released'
