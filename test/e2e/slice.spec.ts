import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, holdEnter, openAttached, openChallenge, openConfirmSheet, test } from './attached.ts'
import { picture } from './picture.ts'

test.describe.configure({ timeout: 120_000 })

test('approving runs the very call, and the file holds the new text', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })

  await openChallenge(page, /scribe/)
  await expect(page.getByRole('region', { name: 'The bytes', exact: true })).toContainText('new text')
  await picture(page, 'slice-card')
  await openConfirmSheet(page, 'The plan says so')
  await picture(page, 'slice-confirm')
  await holdEnter(page, () => answer)

  expect(await answer).toMatchObject({ isError: false })
  expect(point.read('plan.md')).toBe('new text\n')
  await expect(page.getByText(/^Executed/).first()).toBeVisible()
  await picture(page, 'slice-executed')
})

test('denying leaves the file as it is, and the agent reads the reason', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })

  await openChallenge(page, /scribe/)
  await page.keyboard.press('w')
  await page.getByRole('textbox', { name: 'Reason' }).fill('Not in the plan')
  await page.keyboard.press('Escape')
  await expect(async () => {
    await page.keyboard.press('d')
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 700))])).toBeDefined()
  }).toPass({ timeout: 15_000 })

  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
  expect((await answer).text).toContain('Not in the plan')
  expect(point.read('plan.md')).toBe('old text\n')
})

test('a session stopped with the hold runs nothing more, and after its release the earlier approval is void', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const held = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  await page.keyboard.press('k')
  const stop = page.getByRole('button', { name: /^Hold to stop/ })
  await expect(stop).toBeEnabled()
  await stop.focus()
  await holdEnter(page, () => expect(page.getByRole('region', { name: 'Board' })).toContainText('1 of 1', { timeout: 15_000 }))
  await picture(page, 'slice-stopped')

  expect(await held).toMatchObject({ isError: true, reason: 'cancelled' })
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })

  await page.getByRole('button', { name: /Reinstate/ }).first().click()
  const sheet = page.getByRole('group', { name: /Reinstate/ })
  await sheet.getByRole('textbox').first().fill('Looked into it')
  const wanted = await sheet.locator('code').first().innerText()
  await sheet.getByRole('textbox').nth(1).fill('')
  await sheet.getByRole('textbox').nth(1).pressSequentially(wanted)
  await sheet.getByRole('button', { name: /Hold to reinstate/ }).focus()
  await holdEnter(page, () => expect(page.getByText('Reinstated').first()).toBeVisible({ timeout: 15_000 }))

  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: false })
  expect(point.read('plan.md')).toBe('old text\n')
})

test('sessions are listed live with their chain, everything stands in the log, and the verifier says that it is whole', async ({ point, userFolder }) => {
  const { app, page } = await openAttached(point, userFolder)
  const agent = await point.agent()
  await agent.call('list_directory', { path: point.files })
  const answer = agent.call('write_file', { path: point.write('plan.md', 'old'), content: 'new' })
  await openChallenge(page, /scribe/)
  await expect(async () => {
    await page.keyboard.press('d')
    expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 700))])).toBeDefined()
  }).toPass({ timeout: 15_000 })

  await page.keyboard.press('Control+2')
  await expect(page.getByRole('grid').getByRole('row', { name: /scribe/ })).toBeVisible()
  await picture(page, 'slice-sessions')
  await page.keyboard.press('Control+5')
  await expect(page.getByRole('grid').getByText(/denied/i).first()).toBeVisible()
  await picture(page, 'slice-log')
  await app.close()

  const ledger = join(userFolder, 'core', 'ledger')
  expect(existsSync(ledger)).toBe(true)
})

test('the board of a point that says nothing is not confirmed, until it answers', async ({ point, attached: { page } }) => {
  const agent = await point.agent()
  const path = point.write('plan.md', 'text')
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: false })
  point.freeze(true)
  await page.keyboard.press('Control+Shift+X')
  await page.keyboard.press('1')
  const stop = page.getByRole('button', { name: /^Hold to stop/ })
  await stop.focus()
  await holdEnter(page, () => expect(page.getByRole('region', { name: 'Board' })).toContainText('0 of 1', { timeout: 15_000 }))
  point.freeze(false)
  await expect(page.getByRole('region', { name: 'Board' })).toContainText('1 of 1', { timeout: 60_000 })
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })
})
