import type { Page } from '@playwright/test'
import { nowMs } from '../moments.ts'

const MOST_QUESTIONS = 200
/** Asked until it is known this well; worse than the other is of no use beside a few milliseconds. */
const GOOD_MS = 0.25
const ENOUGH_MS = 1

/**
 * What has to be added to a moment of the page's clock to have it on ours, in milliseconds. Both count the same machine's
 * monotonic time, so it stays the same. Each question bounds it from both sides, and the nearest bounds of all are taken.
 * @throws where they never come near: a clock that is not known measures nothing
 */
export async function offsetOf(page: Page): Promise<number> {
  let least = -Infinity
  let most = Infinity
  for (let asked = 0; asked < MOST_QUESTIONS && most - least > 2 * GOOD_MS; asked++) {
    const before = nowMs()
    const there = await page.evaluate(() => performance.now())
    const after = nowMs()
    least = Math.max(least, before - there)
    most = Math.min(most, after - there)
  }
  const within = (most - least) / 2
  if (within > ENOUGH_MS) throw new Error(`The page's clock is known within ${within.toFixed(2)} ms only`)
  return (least + most) / 2
}
