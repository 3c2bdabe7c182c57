import { useCallback, useState, type RefObject } from 'react'

export interface PartsHandle {
  readonly onPartSeen: (id: string) => void
  /** Shows the next part that has not been on screen; says whether there was one. */
  readonly showNext: () => void
  /** How many parts have not been on screen. */
  readonly unseen: number
}

/** So much of the pane is scrolled at once, so that a line or two stay in sight. */
const STEP = 0.8

/**
 * Which parts of the card have been on screen to their end, and the way to the next one, from the top.
 * @param areBytesSeen the bytes are done only with all their pages
 * @param turnPage turns to the next page of the bytes that is not seen; false where there is none
 */
export function useNextPart(pane: RefObject<HTMLElement | null>, count: number, areBytesSeen: boolean, turnPage: () => boolean): PartsHandle {
  const [seen, setSeen] = useState<ReadonlySet<string>>(new Set())
  const onPartSeen = useCallback((id: string) => setSeen((before) => (before.has(id) ? before : new Set([...before, id]))), [])
  const showNext = useCallback(() => {
    const element = pane.current
    if (element === null) return
    const bytes = element.querySelector<HTMLElement>('[data-part="bytes"]')
    if (bytes !== null && isEndVisible(bytes, element) && turnPage()) return bytes.scrollIntoView({ block: 'start' })
    const isSeen = ({ dataset }: HTMLElement) => seen.has(dataset['part'] ?? '') && (dataset['part'] !== 'bytes' || areBytesSeen)
    const next = [...element.querySelectorAll<HTMLElement>('[data-part]')].find((part) => !isSeen(part))
    if (next === undefined) return
    const [part, frame] = [next.getBoundingClientRect(), element.getBoundingClientRect()]
    const isElsewhere = part.top >= frame.bottom - 40 || part.bottom <= frame.top
    if (isElsewhere) next.scrollIntoView({ block: 'start' })
    else element.scrollBy({ top: element.clientHeight * STEP })
  }, [pane, seen, areBytesSeen, turnPage])
  const done = seen.size - (seen.has('bytes') && !areBytesSeen ? 1 : 0)
  return { onPartSeen, showNext, unseen: Math.max(0, count - done) }
}

const isEndVisible = (part: HTMLElement, pane: HTMLElement) => part.getBoundingClientRect().bottom <= pane.getBoundingClientRect().bottom + 1
