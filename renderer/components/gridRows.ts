/** Up to this many rows a table is in the page as a whole. */
const WHOLE = 100
const ROW = 36
/** Rows that are in the page beyond each edge of the screen. */
const SPARE = 12

/**
 * The rows that are in the page: from `first` up to `last`, which is not one of them.
 * @param top how far the table is scrolled, in pixels
 * @param height of what is on screen, in pixels
 */
export function visibleRange(rows: number, top: number, height: number): { readonly first: number; readonly last: number } {
  if (rows <= WHOLE) return { first: 0, last: rows }
  const first = Math.min(Math.max(0, Math.floor(top / ROW) - SPARE), Math.max(0, rows - SPARE))
  return { first, last: Math.min(rows, Math.ceil((top + height) / ROW) + SPARE) }
}

/**
 * The row that a key leads to; null where the key is none of ours.
 * @param index of the row in hand, or -1
 * @param page rows that a page key goes over
 */
export function rowAfterKey(key: string, index: number, rows: number, page: number): number | null {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: Math.max(1, page), PageUp: -Math.max(1, page), Home: -Infinity, End: Infinity }
  const step = Object.hasOwn(steps, key) ? steps[key] : undefined
  if (step === undefined || rows === 0) return null
  return Math.min(rows - 1, Math.max(0, index + step))
}
