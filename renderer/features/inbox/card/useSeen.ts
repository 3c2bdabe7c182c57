import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { bridge } from '../../../bridge.ts'
import type { ByteView } from '../../../components/ByteHead.tsx'
import { NOTHING_SEEN, withPage, type Seen } from './seen.ts'

export interface SeenHandle {
  readonly seen: Seen
  /** How many pages the view on screen has; known once its first end was. */
  readonly pages: number
  readonly onPageEnd: (view: ByteView, page: number, pages: number) => void
}

/** What of the bytes has been on screen, told to the core as it happens: its clock, not ours, says since when. */
export function useSeen(card: ChallengeCard, view: ByteView): SeenHandle {
  const [seen, setSeen] = useState(NOTHING_SEEN)
  const [pages, setPages] = useState(1)
  const { challengeId } = card.row
  const hasBytes = card.bytes !== null
  useEffect(() => {
    if (hasBytes) report(challengeId, view, false)
  }, [challengeId, view, hasBytes])

  const current = useRef(seen)
  const onPageEnd = useCallback((of: ByteView, page: number, count: number) => {
    const before = current.current
    const after = withPage(before, of, page, count, Date.now())
    current.current = after
    setSeen(after)
    setPages(count)
    if (after.isAllSeen && !before.isAllSeen) report(challengeId, of, true)
  }, [challengeId])
  return { seen, pages, onPageEnd }
}

function report(challengeId: ChallengeCard['row']['challengeId'], view: ByteView, isEnd: boolean): void {
  const theme = window.matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark'
  void bridge.reportShown({ challengeId, view, isEnd, theme, locale: navigator.language.slice(0, 64) })
}
