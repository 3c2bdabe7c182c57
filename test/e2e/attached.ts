import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { test as base, coreIsReady, expect, openConsole, type OpenConsole } from './console.ts'
import { RealPoint } from './point.ts'

export { expect }

/** A console that is attached to a real point of its own. */
export const test = base.extend<{ point: RealPoint; attached: OpenConsole }>({
  point: async ({}, give) => {
    const point = await RealPoint.open()
    await give(point)
    await point.close()
  },
  attached: async ({ point }, give) => {
    const userFolder = mkdtempSync(join(tmpdir(), 'countersign-e2e-'))
    const opened = await openAttached(point, userFolder)
    await give(opened)
    await opened.app.close()
    rmSync(userFolder, { recursive: true, force: true })
  },
})

/** Opens a console as `npm start` does for its local point: told of the point, and enrolled at it. */
export async function openAttached(point: RealPoint, userFolder: string): Promise<OpenConsole> {
  const facts = Buffer.from(JSON.stringify(await point.facts)).toString('base64url')
  const opened = await openConsole({ userFolder, args: [`--local-point=${facts}`] })
  await coreIsReady(opened.page)
  await point.enrol(userFolder)
  await expect(opened.page.getByText('1 of 1')).toBeVisible({ timeout: 20_000 })
  return opened
}

/** Opens the one waiting challenge whose row holds these words, by the keyboard. */
export async function openChallenge(page: Page, words: RegExp): Promise<void> {
  const list = page.getByRole('listbox', { name: 'Challenges that wait' })
  await expect(list.getByRole('option', { name: words })).toHaveCount(1, { timeout: 15_000 })
  await list.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Decision' })).toBeVisible()
}

/** Writes a reason and asks for the confirm sheet, as often as it takes until everything that approving needs is there. */
export async function openConfirmSheet(page: Page, reason: string): Promise<void> {
  await page.keyboard.press('w')
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason)
  await page.keyboard.press('Escape')
  const sheet = page.getByRole('group', { name: 'Approve once' })
  await expect(async () => {
    if (!(await sheet.isVisible())) await page.keyboard.press('a')
    await expect(sheet).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 20_000 })
}

/** Holds Enter until something has come of it. */
export async function holdEnter(page: Page, until: () => Promise<unknown>): Promise<void> {
  await page.keyboard.down('Enter')
  try {
    await until()
  } finally {
    await page.keyboard.up('Enter')
  }
}
