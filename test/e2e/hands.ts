// What a person's hands do in the window.

import type { Locator, Page } from '@playwright/test'
import { expect } from './console.ts'

export const inboxList = (page: Page): Locator => page.getByRole('listbox', { name: 'Challenges that wait' })

/** The one row that holds these words. A list in use has held it back: then it is asked for. */
export async function rowOf(page: Page, words: RegExp): Promise<Locator> {
  const row = inboxList(page).getByRole('option', { name: words })
  const heldBack = page.getByRole('button', { name: /^\d+ new.*show$/ })
  await expect(row.or(heldBack).first()).toBeVisible({ timeout: 30_000 })
  if (!(await row.isVisible())) await heldBack.click()
  await expect(row).toHaveCount(1)
  return row
}

/** Opens the one waiting challenge whose row holds these words. */
export async function openChallenge(page: Page, words: RegExp): Promise<void> {
  await (await rowOf(page, words)).click()
  await expect(page.getByRole('region', { name: 'Decision' })).toBeVisible()
}

/** Writes the reason of the open challenge. */
export async function writeReason(page: Page, reason: string): Promise<void> {
  await page.keyboard.press('w')
  await page.getByRole('textbox', { name: 'Reason' }).fill(reason)
  await page.keyboard.press('Escape')
}

/** Writes a reason and asks for the confirm sheet, as often as it takes until everything that approving needs is there. */
export async function openConfirmSheet(page: Page, reason: string): Promise<Locator> {
  await writeReason(page, reason)
  const sheet = page.getByRole('group', { name: 'Approve once' })
  await expect(async () => {
    if (!(await sheet.isVisible())) await page.keyboard.press('a')
    await expect(sheet).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 20_000 })
  return sheet
}

/** Presses D until the denial is recorded: a press in the first moments of a card does not count. */
export async function deny(page: Page, reason = ''): Promise<void> {
  if (reason !== '') await writeReason(page, reason)
  await expect(async () => {
    await page.keyboard.press('d')
    await expect(page.getByRole('button', { name: 'Deny' })).toHaveCount(0, { timeout: 700 })
  }).toPass({ timeout: 15_000 })
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

/** Holds the sheet's button to the end. Its reason is written and its dwell is over. */
export async function holdToApprove(page: Page, until: () => Promise<unknown>): Promise<void> {
  const hold = page.getByRole('button', { name: /^Hold to approve/ })
  await expect(hold).toBeEnabled()
  await hold.focus()
  await holdEnter(page, until)
}

export const board = (page: Page): Locator => page.getByRole('region', { name: 'Board' })

/** Stops what the kill screen is aimed at, until its board says what is expected. */
export async function holdToStop(page: Page, boardSays: string | RegExp): Promise<void> {
  const stop = page.getByRole('button', { name: /^Hold to (?:stop|halt|pause|send)/ })
  await expect(stop).toBeEnabled()
  await stop.focus()
  await holdEnter(page, () => expect(board(page)).toContainText(boardSays, { timeout: 20_000 }))
}

/** Opens the sheet that releases what is on the board, and writes what it asks for. */
export async function openReleaseSheet(page: Page, reason: string): Promise<Locator> {
  await page.getByRole('button', { name: /Reinstate/ }).first().click()
  const sheet = page.getByRole('group', { name: /Reinstate/ })
  await sheet.getByLabel(/^1\. Reason/).fill(reason)
  await sheet.getByLabel(/^2\. Type/).pressSequentially(await sheet.locator('code').first().innerText())
  await expect(sheet.getByRole('button', { name: /Hold to reinstate/ })).toBeEnabled()
  return sheet
}

/** Releases what is on the board. */
export async function release(page: Page, reason: string): Promise<void> {
  const sheet = await openReleaseSheet(page, reason)
  await sheet.getByRole('button', { name: /Hold to reinstate/ }).focus()
  await holdEnter(page, () => expect(page.getByText('Reinstated').first()).toBeVisible({ timeout: 20_000 }))
}
