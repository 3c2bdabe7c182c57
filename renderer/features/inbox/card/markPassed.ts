const MARKS: readonly (readonly [seconds: number, words: string])[] = [[120, '2 minutes'], [60, '1 minute'], [30, '30 seconds'], [10, '10 seconds']]

/** The mark that was passed between two moments, as words, or null. The countdown itself is never read out. */
export function markPassed(deadlineMs: number, beforeMs: number, nowMs: number): string | null {
  const passed = MARKS.filter(([seconds]) => deadlineMs - beforeMs > seconds * 1_000 && deadlineMs - nowMs <= seconds * 1_000)
  return passed.at(-1)?.[1] ?? null
}
