import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { coreIsReady, openConsole } from '../../e2e/console.ts'
import { BenchPoint } from '../BenchPoint.ts'
import type { AtEnd, Stage } from '../measure.ts'
import { stampIn } from '../moments.ts'
import { startOneHop } from '../OneHop.ts'
import { openEmptyWindow } from '../window/openEmptyWindow.ts'
import { offsetOf } from '../window/pageClock.ts'
import { watchForKey } from '../window/painted.ts'

const APPROVE = 'a'

export const releasedByKey: Stage = {
  name: 'released by key',
  subject: 'from the key that approves to the call at the tool server: window, core, main, ledger, point, all of it',
  floor: 'from the same key in an empty window over a bare socket to one FULL commit and a line at a child',
  pairs: 40,
  open: async (atEnd) => {
    const base = mkdtempSync(join(tmpdir(), 'countersign-bench-'))
    atEnd(() => rmSync(base, { recursive: true, force: true }))
    const point = await BenchPoint.open(atEnd)
    const page = await openEnrolled(atEnd, point, join(base, 'console'))
    const hop = await startOneHop(atEnd, 1, null)
    const empty = await openEmptyWindow(base, hop.address)
    atEnd(() => empty.app.close())
    await expect(empty.page.getByText('empty')).toBeVisible()
    const [oursMs, theirsMs] = [await offsetOf(page), await offsetOf(empty.page)]
    return {
      runSubject: async () => {
        const answer = point.call()
        await openTheOne(page)
        const pressed = await watchForKey(page, APPROVE)
        await page.keyboard.press(APPROVE)
        const to = stampIn(JSON.stringify(await answer))
        // Back to an empty list, so that the next run opens its own challenge and not this one.
        await page.keyboard.press('Escape')
        await expect(waitingIn(page)).toHaveCount(0, { timeout: 20_000 })
        return to - ((await pressed()) + oursMs)
      },
      runFloor: async () => {
        const pressed = await watchForKey(empty.page, APPROVE)
        const stamp = hop.nextStamp()
        await empty.page.keyboard.press(APPROVE)
        return (await stamp) - ((await pressed()) + theirsMs)
      },
    }
  },
}

/** A console that is let in by the point, as `npm start` does it: told of the point by a switch, and enrolled at it. */
async function openEnrolled(atEnd: AtEnd, point: BenchPoint, userFolder: string): Promise<Page> {
  const facts = Buffer.from(JSON.stringify(await point.facts())).toString('base64url')
  const { app, page } = await openConsole({ userFolder, args: [`--local-point=${facts}`] })
  atEnd(() => app.close())
  await coreIsReady(page)
  const file = join(userFolder, 'identity.json')
  await expect.poll(() => existsSync(file)).toBe(true)
  const identity = JSON.parse(readFileSync(file, 'utf8')) as { consoleId: string; consoleName: string; consoleKey: string; logOrigin: string; reviewerKey: { x: string } }
  await point.enrol({
    console: { console_id: identity.consoleId, name: identity.consoleName, key: identity.consoleKey }, reviewer_key: identity.reviewerKey.x, log_origin: identity.logOrigin,
    person: { iss: 'host:bench', sub: 'reviewer', name: 'Rona Reviewer' },
  })
  await expect(page.getByText('1 of 1')).toBeVisible({ timeout: 20_000 })
  return page
}

const listIn = (page: Page) => page.getByRole('listbox', { name: 'Challenges that wait' })
const waitingIn = (page: Page) => listIn(page).locator('[role="option"][data-ended="false"]')

/** Opens the only challenge that waits and comes back once one key approves it. None of that is timed. */
async function openTheOne(page: Page): Promise<void> {
  await listIn(page).focus()
  await expect(async () => {
    // The list is in use, so that it holds an arrival back until it is asked for.
    await page.keyboard.press('n')
    await expect(waitingIn(page)).toHaveCount(1, { timeout: 250 })
  }).toPass({ timeout: 20_000 })
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: /^Approve once/ })).toHaveAttribute('aria-disabled', 'false', { timeout: 20_000 })
}
