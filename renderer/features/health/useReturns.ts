import { useEffect, useState } from 'react'
import { useFeed, useInboxRows } from '../../stores/feed.ts'
import { counting, returnsBetween, type Return } from './returns.ts'

/** The points that came back while this window watched, until somebody has read it. */
export function useReturns(): readonly [returns: readonly Return[], dismiss: (pointId: string) => void] {
  const [returns, setReturns] = useState<readonly Return[]>([])
  const inbox = useInboxRows()
  useEffect(() => useFeed.subscribe(({ snapshot }, before) => {
    if (snapshot === null || before.snapshot === null || snapshot.rows.points === before.snapshot.rows.points) return
    const fresh = returnsBetween(before.snapshot.rows.points, snapshot.rows, Date.now())
    const ids = new Set(fresh.map(({ pointId }) => pointId))
    // A point that is away again is back no longer.
    setReturns((held) => [...fresh, ...held.filter(({ pointId }) => !ids.has(pointId) && snapshot.rows.points[pointId]?.link === 'attached')])
  }), [])
  return [counting(returns, inbox ?? {}), (id) => setReturns((held) => held.filter(({ pointId }) => pointId !== id))]
}
