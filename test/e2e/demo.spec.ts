import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DEMO_AGENTS } from '../../scripts/demo/cast.mjs'
import { runAgents } from '../../scripts/demo/runAgents.mjs'
import { layOutScratch } from '../../scripts/demo/scratch.mjs'
import { expect, test } from './attached.ts'
import { GATEWAY } from './gatewayCommand.ts'
import { deny, holdToApprove, inboxList, openChallenge, openConfirmSheet } from './hands.ts'
import { picture } from './picture.ts'
import { inTheme } from './rules.ts'

test.use({ terms: { moreAgents: DEMO_AGENTS.map(({ name }) => name) } })

test("of the demo's agents one is never asked about, one writes what was approved, and one reads why its forged account number was denied", async ({ point, attached: { page } }) => {
  layOutScratch(point.files)
  const payees = point.read('payments/payees.csv')
  const said: string[] = []
  const hasSaid = (words: RegExp) => expect.poll(() => said.filter((line) => words.test(line)), { timeout: 30_000 }).not.toEqual([])
  const end = runAgents({ gateway: GATEWAY, config: point.config, scratch: point.files, tell: (line: string) => said.push(line) })
  try {
    await openChallenge(page, /release-agent/)
    await openConfirmSheet(page, 'The load test allows it')
    await holdToApprove(page, () => hasSaid(/^release-agent: has written/))
    expect(JSON.parse(point.read('config/limits.json'))).toEqual({ requests_per_minute: 700, refund_limit_eur: 250 })

    await openChallenge(page, /mail-agent/)
    await expect(page.getByText('4 suspicious characters', { exact: true })).toBeVisible()
    // The picture in the README.
    await inTheme(page, 'dark')
    await picture(page, 'demo-forged-account')
    await deny(page, 'Nobody asked for it')
    await hasSaid(/^mail-agent: was refused: .*Nobody asked for it/)
    expect(point.read('payments/payees.csv')).toBe(payees)

    await expect.poll(() => readdirSync(join(point.files, 'notes')).length).toBeGreaterThan(1)
    await expect(inboxList(page).getByRole('option', { name: /notes-agent/ })).toHaveCount(0)
    expect(said.filter((line) => line.startsWith('notes-agent'))).toEqual([])
  } finally {
    end()
  }
})
