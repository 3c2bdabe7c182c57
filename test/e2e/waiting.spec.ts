import { expect, test } from './attached.ts'
import { inboxList, openChallenge } from './hands.ts'
import { picture } from './picture.ts'

/** The shortest life that a policy may give. */
test.use({ terms: { lifeMs: 10_000 } })

test('nobody answers, so the clock denies it: the agent is told, the row says expired and the log names nobody', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)

  expect(await answer).toMatchObject({ isError: true, reason: 'expired' })
  expect(point.read('plan.md')).toBe('old text\n')
  await expect(inboxList(page).getByRole('option', { name: /scribe.*expired$/ })).toHaveCount(1)
  const decision = page.getByRole('region', { name: 'Decision' })
  await expect(decision).toContainText('Expired: nobody answered in time, so it was denied')
  await expect(page.getByRole('button', { name: /Deny|Approve/ })).toHaveCount(0)
  await picture(page, 'waiting-expired')

  await page.keyboard.press('Control+5')
  await expect(page.getByRole('grid').getByRole('row', { name: /is expired/ })).toHaveCount(1)
})
