// Each process is killed at a moment that counts, and the window goes on saying what is true: nothing is approved by
// accident, nothing is called done that is not known to be, and the ledger is whole afterwards.

import { expect, test } from './attached.ts'
import { killCore } from './console.ts'
import { deny, holdToApprove, openChallenge, openConfirmSheet, rowOf } from './hands.ts'
import { picture } from './picture.ts'

test('a core killed while a card is open decides nothing: the card is gone, comes back with its core, and is decided then', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  await openConfirmSheet(page, 'The plan says so')

  await killCore(page)
  await expect(page.getByRole('region', { name: 'Decision' })).toHaveCount(0)
  await expect(page.getByRole('group', { name: 'Approve once' })).toHaveCount(0)

  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible({ timeout: 30_000 })
  expect(point.read('plan.md')).toBe('old text\n')
  await openChallenge(page, /scribe.* left$/)
  await deny(page, 'Not in the plan')
  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
  expect(point.read('plan.md')).toBe('old text\n')
})

test('a core killed right after an approval was recorded knows it again, and says what its point made of it', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  await openConfirmSheet(page, 'The plan says so')
  point.freeze(true)
  await holdToApprove(page, () => expect(page.getByRole('region', { name: 'Decision' })).toContainText('Approval sent', { timeout: 15_000 }))
  await killCore(page)

  // The next core has it from the log, and its point is still silent: nothing that is not known is said.
  await expect(await rowOf(page, /scribe/)).toContainText('Unconfirmed')
  expect(point.read('plan.md')).toBe('old text\n')
  await picture(page, 'crash-unconfirmed')

  // Whether the point still finds in its socket what a dead core had written is up to the system. Either way the window
  // says what really became of the call, and one that never ran is decided anew.
  point.freeze(false)
  const row = await rowOf(page, /scribe/)
  await expect(row).toContainText(/Undelivered|Executed/, { timeout: 60_000 })
  const isExecuted = (await row.innerText()).includes('Executed')
  expect(point.read('plan.md')).toBe(isExecuted ? 'new text\n' : 'old text\n')
  if (!isExecuted) {
    await row.click()
    await expect(page.getByRole('region', { name: 'Decision' })).toContainText('The approval never reached the point. Decide again.')
    await deny(page, 'Not in the plan')
  }
  expect(await answer).toMatchObject({ isError: !isExecuted })
})

test('a point killed right after an approval was sent never ran the call: unconfirmed, and then undelivered', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  await openConfirmSheet(page, 'The plan says so')
  point.freeze(true)
  await holdToApprove(page, () => expect(page.getByRole('region', { name: 'Decision' })).toContainText('Approval sent', { timeout: 15_000 }))
  await point.kill()
  const decision = page.getByRole('region', { name: 'Decision' })
  await expect(decision).toContainText('Whether the approval arrived is not known yet', { timeout: 30_000 })
  await picture(page, 'crash-point-unconfirmed')
  expect(await answer).toMatchObject({ isError: true })

  await point.start()
  await expect(decision).toContainText('The approval never reached the point', { timeout: 60_000 })
  expect(point.read('plan.md')).toBe('old text\n')
})
