import { useEffect, useRef } from 'react'
import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { say, sayAtOnce } from '../../../stores/announcements.ts'
import { arrivalWords } from './rowWords.ts'

/** Arrivals are said together, so that a flood of them does not drown everything else. */
const BUNDLE_MS = 10_000

/** Says of challenges that they came: a Critical at once, the others together every ten seconds. */
export function useAnnouncedArrivals(rows: Readonly<Record<string, InboxRow>> | null): void {
  const known = useRef<ReadonlySet<string> | null>(null)
  const bundle = useRef<InboxRow[]>([])
  useEffect(() => {
    if (rows === null) {
      known.current = null
      return
    }
    const before = known.current
    known.current = new Set(Object.keys(rows))
    if (before === null) return
    const arrived = Object.values(rows).filter(({ challengeId, end }) => end === null && !before.has(challengeId))
    if (arrived.some(({ riskLevel }) => riskLevel === 4)) sayAtOnce('A new Critical challenge waits.')
    bundle.current.push(...arrived.filter(({ riskLevel }) => riskLevel < 4))
  }, [rows])
  useEffect(() => {
    const timer = setInterval(() => {
      if (bundle.current.length > 0) say(arrivalWords(bundle.current))
      bundle.current = []
    }, BUNDLE_MS)
    return () => clearInterval(timer)
  }, [])
}
