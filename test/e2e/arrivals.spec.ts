import { expect, test } from './attached.ts'
import { holdToApprove, inboxList, openChallenge, openConfirmSheet } from './hands.ts'
import { picture } from './picture.ts'

const HELPERS = Array.from({ length: 8 }, (_, index) => `helper-${index}`)
/** As many as one agent may have waiting. */
const EACH = 3

test.use({ terms: { moreAgents: HELPERS } })

test('what arrives while a hold runs moves nothing: decided is the challenge that was open, and nothing else', async ({ point, attached: { page } }) => {
  const path = point.write('plan.md', 'old text\n')
  const agents = await Promise.all(HELPERS.map((name) => point.agent(name)))
  const scribe = await point.agent()
  const answer = scribe.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  const headline = page.getByRole('main', { name: 'Challenge' }).getByRole('heading', { level: 1 })
  const before = await headline.innerText()
  await openConfirmSheet(page, 'The plan says so')

  const ended: string[] = []
  await holdToApprove(page, async () => {
    // Critical ones among them, which stand before everything else in the order of the list.
    for (const [index, agent] of agents.entries()) {
      for (let call = 0; call < EACH; call++) {
        const name = point.write(`other-${index}-${call}.md`, 'other text\n')
        const arguments_ = call === 0 ? { source: name, destination: `${name}.gone` } : { path: name, content: 'new text\n' }
        void agent.call(call === 0 ? 'move_file' : 'write_file', arguments_).then(({ reason }) => ended.push(`${name} ${reason ?? 'ran'}`), () => {})
      }
    }
    await answer
  })

  expect(await answer).toMatchObject({ isError: false })
  expect(point.read('plan.md')).toBe('new text\n')
  expect(await headline.innerText()).toBe(before)
  // All of them are there and wait, held back until a person asks for them.
  await expect(page.getByRole('button', { name: /^24 new, 8 Critical/ })).toBeVisible({ timeout: 20_000 })
  await expect(inboxList(page).getByRole('option')).toHaveCount(1)
  await picture(page, 'arrivals-held-back')
  expect(ended).toEqual([])
  for (const [index] of agents.entries()) for (let call = 0; call < EACH; call++) expect(point.read(`other-${index}-${call}.md`)).toBe('other text\n')
})
