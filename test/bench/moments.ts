/**
 * This moment in milliseconds of the machine's monotonic clock. It is the same clock in every process of one machine, so
 * that a moment that another process has written down can be compared with one of ours.
 */
export const nowMs = (): number => Number(process.hrtime.bigint()) / 1e6

/** A moment that a stamping process has written down, out of whatever it was put into. */
export function stampIn(text: string): number {
  const found = /"at_ns (\d+)"/.exec(text)
  if (found === null) throw new Error(`There is no moment in what came back, so the call did not run: ${text.slice(0, 500)}`)
  return Number(BigInt(found[1] ?? '')) / 1e6
}
