import fc from 'fast-check'
import { WINDOW_TO_CORE, WINDOW_TO_MAIN } from '../../shared/ipc/channels.ts'
import { wrongArguments } from '../builders/callArguments.ts'
import { corePid, expect, test } from './console.ts'

const CALLS = 10_000
const BATCH = 500
/** Whatever the page hands in that is not of a call's own form must be refused before it does anything. */
const CHANNELS = [...WINDOW_TO_MAIN, ...WINDOW_TO_CORE].map((channel) => channel.split('.')[1] ?? '')

test.describe('hardening', () => {
  for (const verb of CHANNELS) {
    test(`17 ${CALLS} calls of ${verb} with arguments of the wrong form do nothing and break nothing`, async ({ console: { page } }) => {
      const core = await corePid(page)
      const seed = 20_261_121
      const values = fc.sample(wrongArguments(verb), { numRuns: CALLS, seed })
      const codes = new Map<string, number>()
      for (let at = 0; at < CALLS; at += BATCH) {
        for (const code of await callAll(page, verb, values.slice(at, at + BATCH))) codes.set(code, (codes.get(code) ?? 0) + 1)
      }
      expect([...codes.keys()].toSorted().filter((code) => code !== 'bad_request' && code !== 'too_large')).toEqual([])
      expect([...codes.values()].reduce((a, b) => a + b)).toBe(CALLS)
      expect(await corePid(page)).toBe(core)
      await expect(page.getByRole('heading', { name: 'Pair with an enforcement point' })).toBeVisible()
    })
  }
})

async function callAll(page: import('@playwright/test').Page, verb: string, values: readonly unknown[]): Promise<readonly string[]> {
  return page.evaluate(async ([name, all]) => {
    const call = (window.countersign as unknown as Record<string, (takes: unknown) => Promise<{ ok: boolean; failure?: { code: string } }>>)[name]
    if (call === undefined) throw new Error(`There is no ${name}`)
    return Promise.all(all.map(async (value) => (await call(value)).failure?.code ?? 'succeeded'))
  }, [verb, values] as const)
}
