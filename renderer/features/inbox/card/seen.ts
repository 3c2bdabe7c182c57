import type { ByteView } from '../../../components/ByteHead.tsx'

/** Which pages of which view have been on screen to their end, and when the last missing one was. */
export interface Seen {
  readonly pages: Readonly<Record<ByteView, readonly number[]>>
  readonly isAllSeen: boolean
  /** When the end of the bytes was first on screen with every page before it; null while it was not. */
  readonly endSeenAtMs: number | null
}

export const NOTHING_SEEN: Seen = { pages: { text: [], hex: [] }, isAllSeen: false, endSeenAtMs: null }

/** One more page seen. The bytes count as seen when every page of one view was; half of each view is not the whole. */
export function withPage(seen: Seen, view: ByteView, page: number, pages: number, nowMs: number): Seen {
  if (seen.pages[view].includes(page)) return seen
  const ofView = [...seen.pages[view], page]
  const isWhole = Array.from({ length: pages }, (_, index) => index).every((index) => ofView.includes(index))
  return { pages: { ...seen.pages, [view]: ofView }, isAllSeen: seen.isAllSeen || isWhole, endSeenAtMs: seen.endSeenAtMs ?? (isWhole ? nowMs : null) }
}

/** The first page of a view that has not been on screen to its end, or null. */
export function firstUnseen(seen: Seen, view: ByteView, pages: number): number | null {
  for (let page = 0; page < pages; page += 1) if (!seen.pages[view].includes(page)) return page
  return null
}
