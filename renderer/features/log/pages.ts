import type { LogRow } from '../../../shared/ipc/views.ts'

/** The part of the log that the window holds: newest first, without holes, from `rows[0]` backwards. */
export interface Pages {
  readonly rows: readonly LogRow[]
  /** Entries in the log when it was last read. */
  readonly size: number
  readonly isLoaded: boolean
  readonly isEnd: boolean
  /** Newer entries that were read and are held back, newest first, so that nothing moves under the hand. */
  readonly held: readonly LogRow[]
}

export const NO_PAGES: Pages = { rows: [], size: 0, isLoaded: false, isEnd: false, held: [] }

/** How many entries are asked for at a time. */
export const PAGE = 100

/** Adds the page that follows the last row. Rows that are held already are not held twice. */
export function withOlder(pages: Pages, page: { readonly rows: readonly LogRow[]; readonly size: number }): Pages {
  const lastN = pages.rows.at(-1)?.n ?? Infinity
  const older = page.rows.filter(({ n }) => n < lastN)
  return { ...pages, rows: [...pages.rows, ...older], size: Math.max(pages.size, page.size), isLoaded: true, isEnd: older.length < PAGE }
}

/**
 * Adds the newest entries. While a person is further down or has an entry open they are held back and counted.
 * @param page the newest page; it begins anew where it does not reach down to what is held
 */
export function withNewest(pages: Pages, page: { readonly rows: readonly LogRow[]; readonly size: number }, isInUse: boolean): Pages {
  const known = pages.held[0]?.n ?? pages.rows[0]?.n ?? -1
  const fresh = page.rows.filter(({ n }) => n > known)
  const reaches = fresh.length < page.rows.length || known === -1
  if (!pages.isLoaded || (!reaches && !isInUse)) return { rows: page.rows, size: page.size, isLoaded: true, isEnd: page.rows.length < PAGE, held: [] }
  const held = reaches ? [...fresh, ...pages.held] : fresh
  const next = { ...pages, size: page.size, held }
  return isInUse ? next : withHeldShown(next)
}

/** Shows what was held back. Where that leaves a hole below it, the rows begin anew and the rest is read again. */
export function withHeldShown(pages: Pages): Pages {
  const lowest = pages.held.at(-1)?.n
  const highest = pages.rows[0]?.n
  if (lowest === undefined) return pages
  const joins = highest === undefined || lowest - highest <= 1
  return { ...pages, rows: joins ? [...pages.held, ...pages.rows] : pages.held, isEnd: joins && pages.isEnd, held: [] }
}

/** How many entries are newer than the first row. The log's own size counts, not what was read of them. */
export const newer = ({ rows, size, isLoaded }: Pages): number => (isLoaded ? Math.max(0, size - 1 - (rows[0]?.n ?? -1)) : 0)

/** The entry from which the next older page is asked for; null where there is none, or nothing was read yet. */
export const nextBefore = ({ rows, isLoaded, isEnd }: Pages): number | null => (isLoaded && !isEnd ? (rows.at(-1)?.n ?? null) : null)
