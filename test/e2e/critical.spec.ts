import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './attached.ts'
import { deny, holdEnter, openChallenge, openConfirmSheet } from './hands.ts'
import { picture } from './picture.ts'

test('a Critical is approved alone with a reason, a value of the action typed by hand, and a hold', async ({ point, attached: { page } }) => {
  const source = point.write('plan.md', 'text\n')
  const destination = join(point.files, 'gone.md')
  const agent = await point.agent()
  const answer = agent.call('move_file', { source, destination })
  await openChallenge(page, /^Critical, scribe/)
  await picture(page, 'critical-card')
  const sheet = await openConfirmSheet(page, 'The archive moved')
  await expect(sheet.getByText('No second person is asked')).toBeVisible()

  const hold = sheet.getByRole('button', { name: /^Hold to approve/ })
  await expect(hold).toBeDisabled()
  await field(sheet).pressSequentially(await wanted(sheet, { source, destination }))
  await expect(hold).toBeEnabled()
  await picture(page, 'critical-alone')
  await holdEnter(page, () => answer)

  expect(await answer).toMatchObject({ isError: false })
  expect([existsSync(source), point.read('gone.md')]).toEqual([false, 'text\n'])
  await expect(page.getByText(/^Executed/).first()).toBeVisible()
})

test('a value that was pasted is no value', async ({ point, attached: { page } }) => {
  const source = point.write('plan.md', 'text\n')
  const agent = await point.agent()
  const answer = agent.call('move_file', { source, destination: join(point.files, 'gone.md') })
  await openChallenge(page, /^Critical, scribe/)

  // The same keys paste where pasting is allowed: otherwise the empty field below would prove nothing.
  await page.evaluate((text) => navigator.clipboard.writeText(text), source)
  await page.keyboard.press('w')
  await page.keyboard.press('Control+V')
  await expect(page.getByRole('textbox', { name: 'Reason' })).toHaveValue(source)
  await page.keyboard.press('Escape')

  const sheet = await openConfirmSheet(page, 'The archive moved')
  await field(sheet).focus()
  await page.keyboard.press('Control+V')
  await page.keyboard.press('x')
  await expect(field(sheet)).toHaveValue('x')
  await expect(sheet.getByRole('button', { name: /^Hold to approve/ })).toBeDisabled()

  await page.keyboard.press('Escape')
  await deny(page)
  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
})

test('a value typed wrong three times ends approving and not denying', async ({ point, attached: { page } }) => {
  const source = point.write('plan.md', 'text\n')
  const destination = join(point.files, 'gone.md')
  const agent = await point.agent()
  const answer = agent.call('move_file', { source, destination })
  await openChallenge(page, /^Critical, scribe/)
  const sheet = await openConfirmSheet(page, 'The archive moved')
  const wrong = 'x'.repeat((await wanted(sheet, { source, destination })).length)

  for (const left of ['2 tries left', '1 try left']) {
    await tryValue(page, sheet, wrong, sheet.getByText(left))
  }
  await tryValue(page, sheet, wrong, page.getByText('Three typed values did not match'))
  await expect(page.getByRole('button', { name: 'Approve once' })).toBeDisabled()
  expect(existsSync(source)).toBe(true)

  await deny(page, 'Wrong target')
  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
  expect(existsSync(source)).toBe(true)
})

const field = (sheet: Locator) => sheet.getByRole('textbox', { name: 'The value, typed' })

/** The value that the sheet asks for, by the pointer that it names. */
async function wanted(sheet: Locator, args: Readonly<Record<string, string>>): Promise<string> {
  const pointer = await sheet.locator('#typed-ask code').innerText()
  const value = args[pointer.replace('/arguments/', '')]
  if (value === undefined) throw new Error(`The sheet asks for ${pointer}`)
  return value
}

/** Types a value and holds, until something is seen of it. */
async function tryValue(page: Page, sheet: Locator, value: string, said: Locator): Promise<void> {
  await field(sheet).pressSequentially(value)
  await expect(sheet.getByRole('button', { name: /^Hold to approve/ })).toBeEnabled()
  await holdEnter(page, () => expect(said).toBeVisible({ timeout: 15_000 }))
}
