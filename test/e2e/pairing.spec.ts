import type { Page } from '@playwright/test'
import { expectWholeLedger, test as base } from './attached.ts'
import { coreIsReady, expect, openConsole, type OpenConsole } from './console.ts'
import { PAIRING_CODE, type GatewayCommand } from './gatewayCommand.ts'
import { deny, openChallenge } from './hands.ts'
import { picture } from './picture.ts'

/** A console with nothing paired, as `npm start -- --empty` opens it. */
const test = base.extend<{ empty: OpenConsole }>({
  empty: async ({ userFolder }, give) => {
    const opened = await openConsole({ userFolder })
    await coreIsReady(opened.page)
    await give(opened)
    await opened.app.close()
    await expectWholeLedger(userFolder)
  },
})

test('an empty console and a point are paired by a person who compares eight words on both sides, and then it decides', async ({ point, empty: { page } }) => {
  await expect(page.getByRole('heading', { name: 'Pair with an enforcement point' })).toBeVisible()
  const terminal = point.pair()
  await dial(page, point.facts.address, terminal)
  expect(await wordsHere(page)).toEqual(await wordsThere(terminal))
  await picture(page, 'pairing-compare')

  await page.getByRole('button', { name: 'They are the same' }).click()
  await expect(page.getByText('somebody has to answer y on its host')).toBeVisible()
  await terminal.heard(/(y\/n)/)
  terminal.type('y')
  expect(await terminal.ended).toMatchObject({ code: 0, said: expect.stringContaining('Paired with') })
  await expect(page.getByText('1 of 1', { exact: true })).toBeVisible({ timeout: 20_000 })

  const path = point.write('plan.md', 'old text\n')
  const agent = await point.agent()
  const answer = agent.call('write_file', { path, content: 'new text\n' })
  await openChallenge(page, /scribe/)
  await deny(page, 'Not in the plan')
  expect(await answer).toMatchObject({ isError: true, reason: 'denied' })
})

test('"They differ" pairs nothing on either side', async ({ point, empty: { page } }) => {
  const terminal = point.pair()
  await dial(page, point.facts.address, terminal)
  await wordsHere(page)
  await page.getByRole('button', { name: 'They differ' }).click()

  expect(await terminal.ended).toMatchObject({ code: 1, said: expect.stringContaining('Nothing was paired') })
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was paired' })).toBeVisible()
  await expect(page.getByText('No enforcement points', { exact: true })).toBeVisible()
  expect(await point.ask({ command: 'status' })).toMatchObject({ consoles: [] })
})

test('a "no" on the host of the point pairs nothing either', async ({ point, empty: { page } }) => {
  const terminal = point.pair()
  await dial(page, point.facts.address, terminal)
  await wordsHere(page)
  await page.getByRole('button', { name: 'They are the same' }).click()
  await terminal.heard(/(y\/n)/)
  terminal.type('n')

  expect((await terminal.ended).code).toBe(1)
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was paired' })).toBeVisible()
  await expect(page.getByText('No enforcement points', { exact: true })).toBeVisible()
})

test('a wrong code pairs nothing and is burnt', async ({ point, empty: { page } }) => {
  const terminal = point.pair()
  await terminal.heard(PAIRING_CODE)
  await fill(page, point.facts.address, 'AAAA-AAAA-AAAA')
  expect((await terminal.ended).code).toBe(1)
  await expect(page.getByRole('alert').filter({ hasText: 'Nothing was paired' })).toBeVisible()
})

/** Types the address and the code that stands in the terminal. */
async function dial(page: Page, address: string, terminal: GatewayCommand): Promise<void> {
  await fill(page, address, await terminal.heard(PAIRING_CODE))
}

async function fill(page: Page, address: string, code: string): Promise<void> {
  await page.getByLabel('Address of the point').fill(address)
  await page.getByLabel('Code that it printed').fill(code)
  await page.getByRole('button', { name: 'Dial the point' }).click()
}

const wordsThere = async (terminal: GatewayCommand) => (await terminal.heard(/show these words:\n\n {4}(.+)\n/)).split(/\s+/)

async function wordsHere(page: Page): Promise<readonly string[]> {
  const items = page.getByRole('group', { name: 'Words of this computer' }).getByRole('listitem')
  await expect(items).toHaveCount(8)
  return (await items.allInnerTexts()).map((text) => text.replace(/^\d+\s*/, ''))
}
