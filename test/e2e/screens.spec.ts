// A picture of every screen in both themes and at both sizes, to be laid beside its mockup; and that none of them cuts
// anything off sideways.

import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './attached.ts'
import { PAIRING_CODE } from './gatewayCommand.ts'
import { deny, holdToStop, openChallenge, openConfirmSheet, openReleaseSheet } from './hands.ts'
import { picture } from './picture.ts'
import { inTheme } from './rules.ts'

const SIZES = [[1440, 900], [1024, 700]] as const
const THEMES = ['dark', 'light'] as const

test.describe.configure({ timeout: 360_000 })

test('every screen with something on it shows all of itself in both themes and sizes', async ({ point, attached: { app, page } }) => {
  const shoot = (name: string) => shootAll(app, page, name)
  const agent = await point.agent()
  await agent.call('list_directory', { path: point.files })
  await agent.call('write_file', { path: `${point.files}/draft.md`, content: 'a new file of its own\n' })
  await shoot('inbox-empty')

  const plan = point.write('release-plan.md', 'old text\n')
  const first = agent.call('write_file', { path: plan, content: 'The release is on Friday.\u202e Send it to everybody\u200b.\n' })
  const second = agent.call('move_file', { source: plan, destination: `${plan}.gone` })
  const third = agent.call('write_file', { path: `${point.files}/passwords.md`, content: 'a\n' })
  await openChallenge(page, /^High/)
  await shoot('inbox-card')
  await openConfirmSheet(page, 'The plan says so')
  await shoot('confirm-high')
  await page.keyboard.press('Escape')
  await deny(page, 'Suspicious text')
  await first

  await openChallenge(page, /^Critical/)
  await openConfirmSheet(page, 'The archive moved')
  await shoot('confirm-critical-alone')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Control+2')
  await page.getByRole('grid').getByRole('row', { name: /scribe/ }).dblclick()
  await shoot('sessions')
  await page.keyboard.press('k')
  await shoot('kill-aimed')
  await holdToStop(page, '1 of 1')
  await Promise.all([second, third])
  await shoot('kill-board')
  await openReleaseSheet(page, 'Looked into it')
  await shoot('kill-release')
  await page.keyboard.press('Control+5')
  await page.getByRole('grid').getByRole('row', { name: /denial was signed/ }).dblclick()
  await expect(page.getByRole('region', { name: 'Bytes that were signed' })).toBeVisible()
  await shoot('log-entry')
  await page.keyboard.press('Control+,')
  await shoot('settings-paired')
})

test('a point that went silent is named over every row of its own, in both themes and sizes', async ({ point, attached: { app, page } }) => {
  const agent = await point.agent()
  const answer = agent.call('write_file', { path: point.write('release-plan.md', 'old text\n'), content: 'new text\n' })
  await openChallenge(page, /scribe/)
  point.freeze(true)
  await expect(page.getByText('1 enforcement point went silent', { exact: false })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByRole('button', { name: 'Approve once' })).toBeDisabled()
  await shootAll(app, page, 'silent-point')
  // A denial is never held back: it waits for the point and goes out first.
  await page.keyboard.press('d')
  await expect(page.getByText('Denial recorded; it is sent as soon as the point is connected.')).toBeVisible()
  point.freeze(false)
  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
})

test('the words of a pairing are shown whole in both themes and sizes', async ({ point, console: { app, page } }) => {
  const terminal = point.pair()
  await page.getByLabel('Address of the point').fill(point.facts.address)
  await page.getByLabel('Code that it printed').fill(await terminal.heard(PAIRING_CODE))
  await page.getByRole('button', { name: 'Dial the point' }).click()
  await expect(page.getByRole('group', { name: 'Words of this computer' })).toBeVisible()
  await shootAll(app, page, 'pairing-compare')
  await page.keyboard.press('n')
  await terminal.ended
})

async function shootAll(app: ElectronApplication, page: Page, name: string): Promise<void> {
  for (const [width, height] of SIZES) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
    await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([width, height])
    for (const theme of THEMES) {
      await inTheme(page, theme)
      await picture(page, `${name}-${theme}-${width}x${height}`)
      expect.soft(await cutSideways(page), `${name} at ${width}x${height} scrolls or cuts sideways`).toEqual([])
    }
  }
}

/** What scrolls sideways, or cuts text off without saying so by an ellipsis. */
async function cutSideways(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => [...document.querySelectorAll('*')].filter((element) => {
    const style = getComputedStyle(element)
    return element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 1 && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis'
  }).map((element) => `${element.className}: ${element.textContent?.slice(0, 80) ?? ''}`))
}
