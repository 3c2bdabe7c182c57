// Who signs (protocol P6), in the real Electron: main, its key and the real input events of a window. The core is a
// stand-in that asks main to sign whatever the page wants, so that nothing but main stands in between. What the real
// core and a real point add on top is not proven here.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Page } from '@playwright/test'
import { TO_WINDOW, WINDOW_TO_CORE, WINDOW_TO_MAIN } from '../../shared/ipc/channels.ts'
import { decisionPayloadOf, idOf } from '../builders/protocol.ts'
import { pinnedOf, releaseOf, stopOf } from '../builders/signing.ts'
import { expect, openConsole, test as base, type OpenConsole } from './console.ts'
import { programWithCore } from './programWithCore.ts'

const CALLS = 10_000
const BATCH = 500
const CLICK = idOf('challenge', 1)
const HOLD = idOf('challenge', 2)
const STOP = idOf('lock', 3)
/** These end what the test looks at: without a window there is no page to go on. */
const ENDS_THE_WINDOW = ['closeWindow', 'minimiseWindow']
/** As `MAIN_CORE_VERSION` says; the module itself would bring a package along that is not staged for these tests. */
const VERSION = 2

const GIVEN = {
  version: VERSION,
  challenges: [pinnedOf({ id: CLICK, presence: 'click', dwellMs: 600 }), pinnedOf({ id: HOLD, presence: 'hold', dwellMs: 600, holdMs: 1_000 })],
  stop: pinnedOf({ id: STOP, presence: 'typed', dwellMs: 600, holdMs: 1_000, typedCharacters: 2 }),
  approval: decisionPayloadOf(),
  denial: decisionPayloadOf({ decision: 'deny' }),
  engage: stopOf().payload,
  release: releaseOf({ lock_id: STOP }).payload,
  feed: { version: 0, rows: { points: {}, inbox: {}, sessions: {}, agents: {}, stops: {} }, unlisted: { inbox: 0, sessions: 0 }, log: { status: 'open', sentence: null, size: 0, root: null, inReserve: 0, fault: null } },
}

/** A console whose core asks main to sign whatever the page wants. */
const test = base.extend<{ desk: OpenConsole }>({
  desk: async ({ userFolder }, give) => {
    const standIn = readFileSync(join(import.meta.dirname, '..', 'fakes', 'standInCore.cjs'), 'utf8')
    const folder = programWithCore(userFolder, `const GIVEN = ${JSON.stringify(GIVEN)}\n${standIn}`)
    const opened = await openConsole({ userFolder: join(userFolder, 'data'), folder })
    await expect.poll(() => opened.page.evaluate(async () => (await window.countersign.readFeed()).ok)).toBe(true)
    await give(opened)
    await opened.app.close()
  },
})

test.describe('who signs', () => {
  test(`a page script that calls every exposed function in every order with made-up events gets 0 approvals out of ${CALLS} calls`, async ({ desk: { page } }) => {
    test.setTimeout(180_000)
    await open(page, CLICK)
    // By asking alone, until the dwell is over and nothing but the hand is missing.
    await expect.poll(() => decide(page, CLICK)).toBe('no_press')

    const calls = fc.sample(anyCall, { numRuns: CALLS, seed: 20_261_122 })
    expect(new Set(calls.map(([verb]) => verb)).size).toBe(WINDOW_TO_MAIN.length + WINDOW_TO_CORE.length - ENDS_THE_WINDOW.length + TO_WINDOW.length)
    const outcomes = new Map<string, number>()
    for (let at = 0; at < CALLS; at += BATCH) {
      for (const outcome of await callAll(page, calls.slice(at, at + BATCH))) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    }
    const approving = [...outcomes].filter(([outcome]) => /^(?:decide approve|release) /.test(outcome))
    expect(approving.filter(([outcome]) => outcome.endsWith(' done'))).toEqual([])
    // That the calls came as far as main and were refused there, and that the safe direction went on working.
    expect(approving.reduce((sum, [, count]) => sum + count, 0)).toBeGreaterThan(500)
    expect(outcomes.get('decide deny done')).toBeGreaterThan(50)
    expect(outcomes.get('stop done')).toBeGreaterThan(50)
    await open(page, CLICK)
    await expect.poll(() => decide(page, CLICK)).toBe('no_press')
  })

  test('a real press signs once, and the next approval needs another', async ({ desk: { page } }) => {
    await open(page, CLICK)
    await expect.poll(() => decide(page, CLICK)).toBe('no_press')
    await page.mouse.click(5, 400)
    expect([await decide(page, CLICK), await decide(page, CLICK)]).toEqual(['click', 'no_press'])
    await page.keyboard.press('Tab')
    expect(await decide(page, CLICK)).toBe('no_press')
    await page.keyboard.press('y')
    expect([await decide(page, CLICK), await decide(page, CLICK)]).toEqual(['click', 'no_press'])
  })

  test('a hold signs while it lasts and not after it', async ({ desk: { page } }) => {
    await open(page, HOLD)
    await expect.poll(() => decide(page, HOLD)).toBe('no_press')
    await page.mouse.move(5, 400)
    await page.mouse.down()
    expect(await decide(page, HOLD)).toBe('hold_too_short')
    await page.mouse.move(6, 401)
    await expect.poll(() => decide(page, HOLD)).toBe('hold')
    await page.mouse.up()
    expect(await decide(page, HOLD)).toBe('no_press')
  })

  test('a release needs the value typed by hand, and a hold', async ({ desk: { page } }) => {
    const release = async () => wordOf(await page.evaluate((stopId) => window.countersign.release({ stopId, reason: 'x', typed: 'ab', inSteps: false }), STOP))
    await page.evaluate((stopId) => window.countersign.openRelease({ stopId }), STOP)
    await expect.poll(release).toBe('no_press')
    await page.keyboard.press('a')
    await page.keyboard.down('Enter')
    await expect.poll(release).toBe('not_typed')
    await page.keyboard.press('b')
    await expect.poll(release).toBe('typed')
    await page.keyboard.up('Enter')
  })

  test('nothing stays pinned when the page is loaded again', async ({ desk: { page } }) => {
    await open(page, CLICK)
    await expect.poll(() => decide(page, CLICK)).toBe('no_press')
    await page.reload()
    await page.mouse.click(5, 400)
    expect(await decide(page, CLICK)).toBe('not_pinned')
  })
})

type Call = readonly [verb: string, takes: unknown]

const anyId = fc.constantFrom(CLICK, HOLD)
const takesOf: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  openChallenge: fc.record({ challengeId: anyId }),
  reportShown: fc.record({ challengeId: anyId, view: fc.constantFrom('text', 'hex'), isEnd: fc.boolean(), theme: fc.constant('dark'), locale: fc.constant('en') }),
  decide: fc.record({ challengeId: anyId, verdict: fc.constantFrom('approve', 'approve', 'deny'), comment: fc.constant(''), typed: fc.constantFrom(null, 'ab'), inSteps: fc.boolean() }),
  previewStop: fc.constant({ target: { kind: 'all' } }),
  stop: fc.constant({ target: { kind: 'all' }, effect: 'halt', mode: 'drain', reason: '', isDrill: false }),
  openRelease: fc.record({ stopId: fc.constantFrom(STOP, STOP, null) }),
  release: fc.record({ stopId: fc.constant(STOP), reason: fc.constant('x'), typed: fc.constant('ab'), inSteps: fc.boolean() }),
  readLog: fc.constant({ beforeN: null, limit: 50 }),
  readLogEntry: fc.constant({ n: 0 }),
  beginPairing: fc.constant({ address: 'ws://127.0.0.1:9', code: 'x' }),
  answerPairing: fc.record({ isSame: fc.boolean() }),
  chooseTheme: fc.record({ theme: fc.constantFrom('dark', 'light', 'system') }),
  chooseConfirmation: fc.record({ confirmation: fc.constantFrom('hold', 'steps') }),
  unlockKey: fc.record({ passphrase: fc.string({ minLength: 1 }) }),
}
const verbOf = (channel: string) => channel.split('.')[1] ?? ''
const VERBS = [...WINDOW_TO_MAIN, ...WINDOW_TO_CORE].map(verbOf).filter((verb) => !ENDS_THE_WINDOW.includes(verb))
const SUBSCRIPTIONS = TO_WINDOW.map((channel) => `on${verbOf(channel).charAt(0).toUpperCase()}${verbOf(channel).slice(1)}`)
const anyCall: fc.Arbitrary<Call> = fc.oneof(
  { weight: VERBS.length, arbitrary: fc.constantFrom(...VERBS).chain((verb) => fc.tuple(fc.constant(verb), takesOf[verb] ?? fc.constant(undefined))) },
  // What asks for a signature is asked for most.
  { weight: VERBS.length, arbitrary: fc.constantFrom('decide', 'release', 'openChallenge', 'openRelease').chain((verb) => fc.tuple(fc.constant(verb), takesOf[verb] ?? fc.constant(undefined))) },
  { weight: 2, arbitrary: fc.constantFrom(...SUBSCRIPTIONS).map((verb): Call => [verb, undefined]) },
)

const open = (page: Page, challengeId: typeof CLICK) => page.evaluate((id) => window.countersign.openChallenge({ challengeId: id }), challengeId)

/** What became of an approval: the presence that main wrote, or why it did not sign. */
const decide = async (page: Page, challengeId: typeof CLICK) =>
  wordOf(await page.evaluate((id) => window.countersign.decide({ challengeId: id, verdict: 'approve', comment: '', typed: null, inSteps: false }), challengeId))

interface Answer {
  readonly ok: boolean
  readonly value?: { readonly status: string; readonly id?: string; readonly code?: string }
}
const wordOf = ({ value }: Answer) => (value?.status === 'done' ? value.id : value?.code) ?? 'failed'

/** Calls them all from a script in the page, with events that nobody's hand made before and after each. */
async function callAll(page: Page, calls: readonly Call[]): Promise<readonly string[]> {
  return page.evaluate(async (all) => {
    const bridge = window.countersign as unknown as Record<string, (takes: unknown) => unknown>
    const makeUp = () => {
      const target = document.activeElement ?? document.body
      for (const type of ['pointerdown', 'pointerup']) target.dispatchEvent(new PointerEvent(type, { bubbles: true, button: 0, isPrimary: true }))
      for (const type of ['mousedown', 'mouseup', 'click']) target.dispatchEvent(new MouseEvent(type, { bubbles: true, button: 0 }))
      for (const type of ['keydown', 'keypress', 'keyup']) target.dispatchEvent(new KeyboardEvent(type, { bubbles: true, key: 'a', code: 'KeyA' }))
    }
    const made: Promise<string>[] = all.map(async ([verb, takes]) => {
      makeUp()
      const answer = bridge[verb]?.(verb.startsWith('on') ? () => {} : takes)
      if (typeof answer === 'function') (answer as () => void)()
      const { ok, value } = ((await answer) ?? { ok: true }) as Answer
      makeUp()
      const verdict = verb === 'decide' ? ` ${(takes as { verdict: string }).verdict}` : ''
      return `${verb}${verdict} ${!ok ? 'failed' : value?.status === 'done' ? 'done' : (value?.code ?? 'answered')}`
    })
    return Promise.all(made)
  }, calls)
}
