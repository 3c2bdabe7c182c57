import type { PointId } from '../../../shared/domain/index.ts'
import type { FeedRows } from '../../../shared/ipc/views.ts'

/** A point that came back, and what its silence cost. */
export interface Return {
  readonly pointId: PointId
  /** Somebody else's word. */
  readonly name: string
  readonly awaySinceMs: number
  readonly awayMs: number
  /** Challenges of this point that nobody could answer in time. */
  readonly expired: number
}

/** The points that were away for longer than this are worth a word when they are back; a first connection is not. */
const WORTH_A_WORD_MS = 5_000

/** The points that are attached now and were not before. */
export function returnsBetween(before: FeedRows['points'], after: FeedRows, nowMs: number): readonly Return[] {
  return Object.values(after.points).flatMap(({ pointId, name, link }) => {
    const was = before[pointId]
    if (link !== 'attached' || was === undefined || was.link === 'attached' || was.lastHeardMs === null) return []
    const awaySinceMs = was.lastHeardMs
    if (nowMs - awaySinceMs < WORTH_A_WORD_MS) return []
    return [{ pointId, name, awaySinceMs, awayMs: nowMs - awaySinceMs, expired: 0 }]
  })
}

/** The same with the challenges counted that ended unanswered while the point was away, as far as the feed says by now. */
export function counting(items: readonly Return[], inbox: FeedRows['inbox']): readonly Return[] {
  return items.map((item) => ({
    ...item,
    expired: Object.values(inbox).filter(({ pointId, end }) => pointId === item.pointId && end?.state === 'expired' && end.atMs !== null && end.atMs >= item.awaySinceMs && end.atMs <= item.awaySinceMs + item.awayMs).length,
  }))
}
