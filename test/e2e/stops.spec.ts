import { closeWhole, expect, openAttached, openBeside, reviewerKid, test } from './attached.ts'
import { board, holdToApprove, holdToStop, inboxList, openChallenge, openConfirmSheet, release } from './hands.ts'
import { picture } from './picture.ts'

test('the kill screen stops an agent, and the board turns confirmed on the receipt of its point', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const held = agent.call('write_file', { path, content: 'new text\n' })
  await expect(inboxList(page).getByRole('option', { name: /scribe/ })).toHaveCount(1)

  await page.keyboard.press('Control+Shift+X')
  await page.keyboard.press('2')
  await page.getByRole('combobox', { name: /^Find an agent/ }).fill('scribe')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: /scribe/ })).toHaveAttribute('aria-selected', 'true')
  await expect(page.getByText('sessions of other agents')).toBeVisible()
  await holdToStop(page, '1 of 1 point confirmed')

  await expect(board(page).getByRole('row', { name: /local/ })).toContainText('Confirmed')
  await expect(board(page)).toContainText('No further calls')
  expect(await held).toMatchObject({ isError: true, reason: 'cancelled' })
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })
  // One that comes later is covered too: the agent is stopped, not a session of it.
  const later = await point.agent()
  expect(await later.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })
  expect(point.read('plan.md')).toBe('old text\n')
})

test('a stop that no point has confirmed outlives the console, and is confirmed after its next start', async ({ point, userFolder }) => {
  const path = point.write('plan.md', 'text')
  const agent = await point.agent()
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: false })
  const first = await openAttached(point, userFolder)
  point.freeze(true)
  await first.page.keyboard.press('Control+Shift+X')
  await first.page.keyboard.press('1')
  await holdToStop(first.page, '0 of 1 point confirmed')
  await closeWhole(first)

  const second = await openBeside(point, userFolder)
  await second.page.keyboard.press('Control+Shift+X')
  await expect(board(second.page)).toContainText('0 of 1 point confirmed')
  await expect(board(second.page).getByRole('row', { name: /local/ })).toContainText(/Not confirmed|Sending/)
  await picture(second.page, 'stop-not-confirmed')

  point.freeze(false)
  await point.enrol(userFolder, await reviewerKid(second.page))
  await expect(board(second.page)).toContainText('1 of 1 point confirmed', { timeout: 60_000 })
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })
  await closeWhole(second)
})

test.describe('an approval that waits for its caller', () => {
  /** Its client stops waiting before a person can have answered, so that the approval is given to nobody yet. */
  test.use({ terms: { callerDeadlineMs: 2_500 } })

  test('is void after a stop and its release: the same call is asked about again', async ({ point, attached: { page } }) => {
    const path = point.write('plan.md', 'old text\n')
    const call = { path, content: 'new text\n' }
    const agent = await point.agent()
    expect(await agent.call('write_file', call)).toMatchObject({ isError: true, reason: 'approval_pending' })
    await openChallenge(page, /scribe/)
    await openConfirmSheet(page, 'The plan says so')
    await holdToApprove(page, () => expect(page.getByText(/accepted the approval/)).toBeVisible({ timeout: 15_000 }))

    await page.keyboard.press('k')
    await holdToStop(page, '1 of 1')
    await release(page, 'Looked into it')

    expect(await agent.call('write_file', call)).toMatchObject({ isError: true, reason: 'approval_pending' })
    expect(point.read('plan.md')).toBe('old text\n')
    await page.keyboard.press('Control+1')
    await openChallenge(page, /scribe.* left$/)
  })

  test('lets the same call run once when no stop comes between', async ({ point, attached: { page } }) => {
    const path = point.write('plan.md', 'old text\n')
    const call = { path, content: 'new text\n' }
    const agent = await point.agent()
    expect(await agent.call('write_file', call)).toMatchObject({ isError: true, reason: 'approval_pending' })
    await openChallenge(page, /scribe/)
    await openConfirmSheet(page, 'The plan says so')
    await holdToApprove(page, () => expect(page.getByText(/accepted the approval/)).toBeVisible({ timeout: 15_000 }))
    expect(point.read('plan.md')).toBe('old text\n')

    expect(await agent.call('write_file', call)).toMatchObject({ isError: false })
    expect(point.read('plan.md')).toBe('new text\n')
  })
})
