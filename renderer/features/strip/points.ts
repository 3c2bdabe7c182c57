import type { PointView } from '../../../shared/ipc/views.ts'
import { listed } from '../../components/numbers.ts'

/** How the points stand, for the strip. */
export interface Connected {
  readonly connected: number
  readonly total: number
  /** Since when the first of the others is away; null where all are attached. */
  readonly awaySinceMs: number | null
  /** Their names, somebody else's words. */
  readonly away: string
}

export function connectedOf(points: readonly PointView[]): Connected {
  const away = points.filter(({ link }) => link !== 'attached')
  return {
    connected: points.length - away.length,
    total: points.length,
    awaySinceMs: away.length === 0 ? null : Math.min(...away.map(({ sinceMs }) => sinceMs)),
    away: listed(away.map(({ name }) => name)),
  }
}

/** The longest round trip among the points that are attached, in milliseconds; null while none was measured. */
export function slowestLag(points: readonly PointView[]): number | null {
  const lags = points.flatMap(({ link, lagMs }) => (link === 'attached' && lagMs !== null ? [lagMs] : []))
  return lags.length === 0 ? null : Math.max(...lags)
}

/** From here on a lag is worth a look. */
export const SLOW_MS = 500

/** Who decides here, as the points know it: the first name that a point gave. Every point has a roster of its own. */
export const reviewerOf = (points: readonly PointView[]): string | null => points.find(({ reviewer }) => reviewer !== null)?.reviewer?.name ?? null
