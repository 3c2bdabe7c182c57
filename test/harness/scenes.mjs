// What is pictured. A scene opens the page anew and does its steps; `at` is the hash of the screen.

import { roomScenes } from './rooms.mjs'

const idOf = (/** @type {number} */ n) => `chl_01890000-0000-7000-8000-${String(n).padStart(12, '0')}`
const rowOf = (/** @type {number} */ n) => `#row-${idOf(n)}`

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ name: string, at?: string, steps?: (page: Page) => Promise<void> }} Scene
 */

const open = (/** @type {number} */ n) => async (/** @type {Page} */ page) => {
  await page.locator(rowOf(n)).click()
  await page.locator('h1[tabindex="-1"]').waitFor()
}

/** Reads a challenge to its end, as a person does with Space, writes a reason and opens the sheet. */
const openSheet = (/** @type {number} */ n) => async (/** @type {Page} */ page) => {
  await open(n)(page)
  await page.locator('h1[tabindex="-1"]').focus()
  for (let i = 0; i < 4; i++) await page.keyboard.press(' ')
  const undecoded = page.locator('[data-need="undecoded"]')
  if (await undecoded.count() > 0) await undecoded.check()
  await page.locator('h1[tabindex="-1"]').focus()
  await page.keyboard.press('w')
  await page.keyboard.type('CHG-5521 emergency fix, Jonas confirmed the restore test')
  await page.keyboard.press('Escape')
  await page.locator('button[aria-keyshortcuts="A"][aria-disabled="false"]').waitFor()
  await page.keyboard.press('a')
  await page.getByRole('group', { name: 'Approve once' }).waitFor()
}

/** @type {Scene[]} */
export const scenes = [
  { name: 'inbox' },
  { name: 'critical', steps: open(1) },
  { name: 'high-file', steps: open(2) },
  { name: 'shell', steps: open(3) },
  { name: 'medium', steps: open(4) },
  { name: 'not-live', steps: open(5) },
  { name: 'paged', steps: open(7) },
  {
    name: 'hex',
    steps: async (page) => {
      await open(1)(page)
      await page.keyboard.press('2')
    },
  },
  { name: 'sheet-high', steps: openSheet(2) },
  {
    name: 'sheet-critical',
    steps: async (page) => {
      await openSheet(1)(page)
      await page.keyboard.type('prod.cust')
    },
  },
  {
    name: 'sent',
    steps: async (page) => {
      await open(4)(page)
      await page.evaluate((id) => window.harness.card(id, { mayDeny: false, decision: { decisionId: 'dec_01890000-0000-7000-8000-000000000001', verdict: 'approve', delivery: { status: 'sent' }, sinceMs: Date.now(), sentence: 'Sent to pay-gw-03, which has not answered yet.' } }), idOf(4))
    },
  },
  {
    name: 'ended',
    steps: async (page) => {
      await open(2)(page)
      await page.evaluate((id) => {
        const { harness } = window
        const end = { state: 'cancelled', reason: 'revoked', by: 'Ines Okafor', atMs: Date.now(), sentence: 'Cancelled: halted by Ines Okafor 03:14:03' }
        const row = { ...harness.cards[id].row, end }
        harness.card(id, { row, mayDeny: false })
        harness.patch({ set: { inbox: { [id]: row } }, gone: {} })
      }, idOf(2))
    },
  },
  {
    name: 'arrivals',
    steps: async (page) => {
      await open(4)(page)
      await page.evaluate((id) => {
        const { harness } = window
        const { row } = harness.cards[id]
        const news = [21, 22, 23].map((n) => ({ ...row, challengeId: `chl_01890000-0000-7000-8000-0000000000${n}`, riskLevel: n === 21 ? 4 : 2 }))
        harness.patch({ set: { inbox: Object.fromEntries(news.map((one) => [one.challengeId, one])) }, gone: {} })
      }, idOf(4))
    },
  },
  {
    name: 'empty',
    steps: async (page) => page.evaluate(() => window.harness.patch({ set: {}, gone: { inbox: Object.keys(window.harness.feed.rows.inbox) } })),
  },
  { name: 'sessions', at: 'sessions' },
  { name: 'halt', at: 'halt' },
  { name: 'log', at: 'log' },
  ...roomScenes,
]
