import { SDKS } from './agent.ts'
import { expect, test } from './attached.ts'
import { board, deny, holdEnter, holdToApprove, holdToStop, openChallenge, openConfirmSheet, release } from './hands.ts'
import { picture } from './picture.ts'

for (const sdk of SDKS) {
  test(`approving runs the very call, and the file holds the new text (${sdk})`, async ({ point, attached: { page } }) => {
    const path = point.write('plan.md', 'old text\n')
    const agent = await point.agent('scribe', 'scribe', sdk)
    const answer = agent.call('write_file', { path, content: 'new text\n' })

    await openChallenge(page, /scribe/)
    await expect(page.getByRole('region', { name: 'The bytes', exact: true })).toContainText('new text')
    await picture(page, 'slice-card')
    await openConfirmSheet(page, 'The plan says so')
    await picture(page, 'slice-confirm')
    await holdToApprove(page, () => answer)

    expect(await answer).toMatchObject({ isError: false })
    expect(point.read('plan.md')).toBe('new text\n')
    await expect(page.getByText(/^Executed/).first()).toBeVisible()
    await picture(page, 'slice-executed')
  })

  test(`denying leaves the file as it is, and the agent reads the reason (${sdk})`, async ({ point, attached: { page } }) => {
    const path = point.write('plan.md', 'old text\n')
    const agent = await point.agent('scribe', 'scribe', sdk)
    const answer = agent.call('write_file', { path, content: 'new text\n' })

    await openChallenge(page, /scribe/)
    await deny(page, 'Not in the plan')

    expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
    expect((await answer).text).toContain('Not in the plan')
    expect(point.read('plan.md')).toBe('old text\n')
  })
}

test('a session stopped with the hold runs nothing more, and runs again after its release with a reason', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const held = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  await page.keyboard.press('k')
  await holdToStop(page, '1 of 1')
  await picture(page, 'slice-stopped')

  expect(await held).toMatchObject({ isError: true, reason: 'cancelled' })
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })

  await release(page, 'Looked into it')

  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: false })
  expect(point.read('plan.md')).toBe('old text\n')
})

test('sessions are listed live with their chain, and everything stands in the log', async ({ point, attached: { page } }) => {
  const agent = await point.agent()
  await agent.call('list_directory', { path: point.files })
  const answer = agent.call('write_file', { path: point.write('plan.md', 'old'), content: 'new' })
  await openChallenge(page, /scribe/)
  await deny(page)
  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })

  await page.keyboard.press('Control+2')
  const row = page.getByRole('grid').getByRole('row', { name: /scribe/ })
  await expect(row).toBeVisible()
  await row.dblclick()
  await expect(page.getByRole('complementary', { name: 'Session' })).toContainText('Mara Lindqvist')
  await picture(page, 'slice-sessions')
  await page.keyboard.press('Control+5')
  await expect(page.getByRole('grid').getByText(/denied/i).first()).toBeVisible()
  await picture(page, 'slice-log')
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
  await holdEnter(page, () => expect(board(page)).toContainText('0 of 1', { timeout: 15_000 }))
  await page.keyboard.press('Control+2')
  const row = page.getByRole('grid').getByRole('row', { name: /scribe/ })
  await expect(row).toContainText('Stop sent')
  await picture(page, 'slice-stop-sent')
  point.freeze(false)
  await expect(row).toContainText('Killed', { timeout: 60_000 })
  await page.keyboard.press('Control+Shift+X')
  await expect(board(page)).toContainText('1 of 1')
  expect(await agent.call('read_text_file', { path })).toMatchObject({ isError: true, reason: 'locked' })
})
