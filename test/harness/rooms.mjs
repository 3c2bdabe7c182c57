// Scenes of sessions, kill switch, log, pairing, settings and banners. `window.harness` is the fake; see page/fakeBridge.ts.

/**
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {{ name: string, at?: string, steps?: (page: Page) => Promise<void> }} Scene
 */

const WORDS = ['ember', 'lattice', 'quorum', 'harbor', 'violet', 'anchor', 'signal', 'meadow']

/** Every point attached, so that nothing is in the way of what is looked at. */
const wellLinked = async (/** @type {Page} */ page) => {
  // A scene before this one may have left it down.
  await page.keyboard.up('Enter')
  await page.evaluate(() => {
    const { harness } = window
    const points = Object.fromEntries(Object.entries(harness.feed.rows.points).map(([id, point]) => [id, { ...point, link: 'attached', lagMs: 38, lastHeardMs: Date.now() - 2000, reason: null, retryAtMs: null }]))
    harness.patch({ set: { points }, gone: {} })
  })
}

const fillLog = (/** @type {Page} */ page) => page.evaluate(() => {
  const now = Date.now()
  const kinds = [
    ['stopped', 'Halt of research-agent ordered, 2 points', 'Ines Okafor', 'research-agent'], ['approved', 'Update 3 contacts in crm', 'Priya Raman', 'crm-agent'],
    ['expired', 'http.get pastebin.example', null, 'research-agent'], ['denied', 'mail.send 14,300 recipients', 'Ines Okafor', 'support\u202egnol-agent'],
    ['unconfirmed', 'Publish 1 page to help.halden.example', 'Priya Raman', 'docs-agent'], ['released', 'Release of web-fetch', 'Jonas Weber', 'web-fetch'], [null, 'Session began', null, 'kyc-agent'],
    ['waiting', 'DELETE on prod.customers', null, 'billing-agent'], ['blocked', 'Merge ledger#4127', 'Tomas Berg', 'deploy-agent'], ['cancelled', 'pr.merge, the caller left', null, 'deploy-agent'],
  ]
  const rows = Array.from({ length: 100 }, (_, i) => {
    const [verdict, sentence, by, agentName] = kinds[i % kinds.length] ?? []
    return { n: 48_117 - i, atMs: now - i * 47_000 * (i > 60 ? 60 : 1), kind: 'challenge.decided', sentence, by, verdict, agentName }
  })
  const { harness } = window
  harness.answers.readLog = { rows, size: 48_118 }
  const bytes = harness.cards[Object.keys(harness.cards)[0]].bytes
  const hash = (/** @type {number} */ n) => `sha256:${String(n).repeat(4)}9fbee1a2${'51c0'.repeat(12)}4ac${n}`
  harness.answers.readLogEntry = {
    row: rows[3], bodyHash: hash(4), body: bytes, bodyStatus: 'kept',
    signature: { status: 'verified', kid: '7QK2M9XD4TZAa8s9d0f1g2h3j4k5l6z7x8c9v0b1n2m', sentence: 'Signed by Ines Okafor with a key that this console knows.' },
    inclusion: { status: 'matches', leaf: hash(1), path: Array.from({ length: 16 }, (_, i) => ({ hash: hash(i), side: i % 3 === 0 ? 'left' : 'right' })), root: hash(7), size: 48_117, sentence: '16 hashes lead from this entry to the root of the newest checkpoint.' },
    checkpoint: 'console.halden.example/log\n48117\nmsfRZ2m7d8vq0w==\n\n\u2014 console.halden.example/log Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n',
  }
  harness.patch({ set: {}, gone: {}, log: { ...harness.feed.log, size: 48_118 } })
})

const stopsOf = (/** @type {Page} */ page) => page.evaluate(() => {
  const { harness } = window
  const stops = harness.feed.rows.stops
  const first = Object.values(stops)[0]
  const done = first.segments.map((/** @type {any} */ segment) => ({ ...segment, delivery: 'confirmed', sentAtMs: first.atMs, confirmedAtMs: first.atMs + 64, sentence: null }))
  harness.patch({
    set: {
      stops: {
        'stop-2': { ...first, stopId: 'stop-2', target: { kind: 'agent', value: 'agt_01890000-0000-7000-8000-000000000003' }, targetName: 'web-fetch', by: 'Priya Raman', atMs: first.atMs - 1_900_000, segments: done, state: 'stopped', reason: 'Paste-site exfil, INC-2207', releaseTyped: 'web-fetch' },
        'stop-3': { ...first, stopId: 'stop-3', target: { kind: 'all' }, targetName: 'Everything', origin: 'elsewhere', by: 'Jonas Weber', atMs: first.atMs - 90_000_000, segments: done, state: 'stopped', reason: '', releaseObstacle: 'A stop of everything is released by two admins, or on the host of the point with countersign-gateway unlock.' },
        'stop-4': { ...first, stopId: 'stop-4', targetName: 'docs-agent', origin: 'system', by: 'pay-gw-03', atMs: first.atMs - 99_000_000, segments: done, state: 'released', reason: 'Three denials in 10 min', effect: 'pause', release: { reason: 'Checked with the owner', atMs: first.atMs - 98_000_000, by: 'Jonas Weber', segments: done } },
        'stop-5': { ...first, stopId: 'stop-5', targetName: 'billing-agent', isDrill: true, atMs: first.atMs - 99_900_000, segments: done, state: 'stopped' },
      },
    },
    gone: {},
  })
})

const unpaired = (/** @type {Page} */ page) => page.evaluate(() => {
  const { rows } = window.harness.feed
  window.harness.patch({ set: {}, gone: Object.fromEntries(Object.entries(rows).map(([name, of]) => [name, Object.keys(of)])) })
})

const pairing = (/** @type {object} */ view) => async (/** @type {Page} */ page) => {
  await unpaired(page)
  await page.evaluate((told) => window.harness.pairing(told), view)
}

/** @type {Scene[]} */
export const roomScenes = [
  { name: 'sessions-stale', at: 'sessions' },
  {
    name: 'sessions-drawer', at: 'sessions',
    steps: async (page) => {
      await wellLinked(page)
      await page.getByRole('grid').focus()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
      await page.getByLabel('Session', { exact: true }).waitFor()
    },
  },
  {
    name: 'sessions-frozen', at: 'sessions',
    steps: async (page) => {
      await wellLinked(page)
      await page.keyboard.press('f')
      await page.keyboard.press('/')
      await page.keyboard.type('agent 1 nothing')
    },
  },
  {
    name: 'sessions-empty', at: 'sessions',
    steps: async (page) => {
      await wellLinked(page)
      await page.evaluate(() => window.harness.patch({ set: {}, gone: { sessions: Object.keys(window.harness.feed.rows.sessions) } }))
    },
  },
  {
    name: 'halt-chosen', at: 'halt',
    steps: async (page) => {
      await stopsOf(page)
      await page.getByRole('combobox', { name: 'Find an agent by name or owner' }).fill('b')
      await page.keyboard.press('ArrowDown')
      await page.getByText('sessions, of').waitFor()
    },
  },
  {
    name: 'halt-holding', at: 'halt',
    steps: async (page) => {
      await wellLinked(page)
      await page.keyboard.press('1')
      await page.getByText('sessions, of').waitFor()
      await page.getByRole('textbox', { name: 'Reason, may be empty' }).focus()
      await page.keyboard.down('Enter')
      await page.getByText(/^Keep holding/).waitFor()
    },
  },
  {
    name: 'halt-release', at: 'halt',
    steps: async (page) => {
      await wellLinked(page)
      await stopsOf(page)
      await page.getByRole('button', { name: 'Reinstate web-fetch' }).click()
      await page.keyboard.type('The owner has mended its prompt, INC-2207')
      await page.keyboard.press('Tab')
      await page.keyboard.type('web-')
    },
  },
  {
    name: 'halt-obstacle', at: 'halt',
    steps: async (page) => {
      await stopsOf(page)
      await page.getByRole('button', { name: 'Reinstate everything' }).click()
    },
  },
  { name: 'log-table', at: 'log', steps: async (page) => void (await wellLinked(page), await fillLog(page)) },
  {
    name: 'log-drawer', at: 'log',
    steps: async (page) => {
      await wellLinked(page)
      await fillLog(page)
      await page.getByRole('row', { name: /^entry 48114,/ }).first().dblclick()
      await page.getByLabel('Log entry', { exact: true }).waitFor()
    },
  },
  {
    name: 'log-proof', at: 'log',
    steps: async (page) => {
      await wellLinked(page)
      await fillLog(page)
      await page.getByRole('row', { name: /^entry 48114,/ }).first().dblclick()
      await page.getByText('Checkpoint', { exact: true }).scrollIntoViewIfNeeded()
    },
  },
  { name: 'pairing', steps: unpaired },
  { name: 'pairing-words', steps: pairing({ step: 'compare', address: 'ws://127.0.0.1:7413', pointName: 'pay-gw-01', pointId: 'pnt_01890000-0000-7000-8000-000000000001', words: WORDS, endsAtMs: Date.now() + 282_000 }) },
  { name: 'pairing-waiting', steps: pairing({ step: 'waiting_for_point', pointName: 'pay-gw-01' }) },
  { name: 'pairing-failed', steps: pairing({ step: 'failed', sentence: 'pay-gw-01 says that the code is not the one that it printed.' }) },
  {
    name: 'alarm',
    steps: (page) => page.evaluate(() => {
      const { harness } = window
      const [id, point] = Object.entries(harness.feed.rows.points)[0] ?? ['', {}]
      harness.patch({ set: { points: { [id]: { .../** @type {object} */ (point), alarm: 'It came back with an older state than this console has seen.' } } }, gone: {}, log: { ...harness.feed.log, status: 'read_only', sentence: 'Entry 47,902 does not match the root that was signed.', inReserve: 2 } })
    }),
  },
  { name: 'settings', at: 'settings', steps: wellLinked },
  { name: 'settings-new-key', at: 'settings', steps: (page) => page.evaluate(() => window.harness.host({ key: { status: 'new', store: 'passphrase' }, confirmation: 'steps' })) },
  {
    name: 'keys', at: 'halt',
    steps: async (page) => {
      await page.keyboard.press('?')
    },
  },
  {
    name: 'search', at: 'log',
    steps: async (page) => {
      await page.keyboard.press('Control+K')
      await page.keyboard.type('stop')
    },
  },
]
