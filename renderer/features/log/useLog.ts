import { useCallback, useEffect, useRef, useState } from 'react'
import { bridge } from '../../bridge.ts'
import { useLogView } from '../../stores/feed.ts'
import { newer, nextBefore, NO_PAGES, PAGE, withHeldShown, withNewest, withOlder, type Pages } from './pages.ts'

export interface Log {
  readonly pages: Pages
  /** How many entries are newer than the first row. */
  readonly newer: number
  readonly failure: string | null
  readonly showNewer: () => void
  readonly retry: () => void
  /** Says which rows are on screen, so that older ones are read in time. */
  readonly onRange: (first: number, last: number) => void
}

/** Rows from the end at which the next page is asked for. */
const NEAR = 40

/**
 * The log in pages, newest first.
 * @param isOpen whether an entry is open: nothing moves then
 */
export function useLog(isOpen: boolean): Log {
  const size = useLogView()?.size ?? null
  const [pages, setPages] = useState<Pages>(NO_PAGES)
  const [failure, setFailure] = useState<string | null>(null)
  const inUse = useRef({ isOpen, isScrolled: false })
  const asked = useRef<number | null>(null)
  useEffect(() => {
    inUse.current.isOpen = isOpen
  }, [isOpen])

  const takeNewest = useCallback((result: Awaited<ReturnType<typeof bridge.readLog>>) => {
    setFailure(result.ok ? null : result.failure.message)
    if (result.ok) setPages((before) => withNewest(before, result.value, inUse.current.isOpen || inUse.current.isScrolled))
  }, [])
  useEffect(() => {
    // The size is told with every change of the log, so each change is read.
    if (size !== null) void readNewest().then(takeNewest)
  }, [size, takeNewest])

  const next = nextBefore(pages)
  const readOlder = useCallback(async () => {
    if (next === null || asked.current === next) return
    asked.current = next
    const result = await bridge.readLog({ beforeN: next, limit: PAGE })
    if (asked.current !== next) return
    setFailure(result.ok ? null : result.failure.message)
    if (result.ok) setPages((before) => withOlder(before, result.value))
    else asked.current = null
  }, [next])
  const held = pages.rows.length
  const onRange = useCallback((first: number, last: number) => {
    inUse.current.isScrolled = first > 0
    if (last > held - NEAR) void readOlder()
  }, [held, readOlder])

  return { pages, newer: newer(pages), failure, showNewer: () => setPages(withHeldShown), retry: () => void readNewest().then(takeNewest), onRange }
}

const readNewest = () => bridge.readLog({ beforeN: null, limit: PAGE })
