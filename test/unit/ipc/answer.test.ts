import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { answer } from '../../../shared/ipc/answer.ts'
import { nothing } from '../../../shared/ipc/nothing.ts'
import { isWithinWeight, MAX_CALL_WEIGHT } from '../../../shared/ipc/weigh.ts'
import { windowToCore } from '../../../shared/ipc/windowToCore.ts'
import { windowToMain } from '../../../shared/ipc/windowToMain.ts'

const contract = {
  'test.greet': { takes: z.strictObject({ name: z.string() }), gives: z.string() },
  'test.fail': { takes: nothing, gives: nothing },
} as const

function asked() {
  const reports: unknown[] = []
  const handlers = {
    'test.greet': ({ name }: { name: string }) => `Hello ${name}`,
    'test.fail': () => {
      throw new Error('secret detail')
    },
  }
  const ask = (channel: string, takes: unknown) => answer(contract, handlers, channel, takes, (channelName, fault) => void reports.push([channelName, fault]))
  return { ask, reports }
}

describe('the edge of a boundary', () => {
  it('hands a well-formed call to its handler', async () => {
    expect(await asked().ask('test.greet', { name: 'Ines' })).toEqual({ ok: true, value: 'Hello Ines' })
  })

  it('refuses unknown calls, among them the names that every object has', async () => {
    for (const name of ['test.unknown', 'toString', '__proto__', 'constructor']) {
      expect(await asked().ask(name, undefined), name).toMatchObject({ ok: false, failure: { code: 'bad_request' } })
    }
  })

  it('refuses unknown members, wrong types and missing arguments, and says where without repeating the value', async () => {
    for (const takes of [undefined, null, {}, { name: 1 }, { name: 'a', extra: 'b' }, [], 'name']) {
      expect(await asked().ask('test.greet', takes)).toMatchObject({ ok: false, failure: { code: 'bad_request' } })
    }
    const result = await asked().ask('test.greet', { name: { secret: 'hunter2' } })
    expect(JSON.stringify(result)).toContain('name: invalid_type')
    expect(JSON.stringify(result)).not.toContain('hunter2')
  })

  it('refuses what is too large before it looks at the form', async () => {
    expect(await asked().ask('test.greet', { name: 'x'.repeat(MAX_CALL_WEIGHT) })).toMatchObject({ ok: false, failure: { code: 'too_large' } })
  })

  it('turns a mistake of a handler into data, reports it, and gives no detail away', async () => {
    const { ask, reports } = asked()
    const result = await ask('test.fail', undefined)
    expect(result).toEqual({ ok: false, failure: { code: 'internal', message: 'test.fail failed on a mistake of its own.' } })
    expect(reports).toEqual([['test.fail', new Error('secret detail')]])
  })

  it.each([...Object.keys(windowToMain), ...Object.keys(windowToCore)])('lets none of 10,000 arbitrary values through to %s but those of its form', async (channel) => {
    const all = { ...windowToMain, ...windowToCore }
    const handled: unknown[] = []
    const handlers = Object.fromEntries(Object.keys(all).map((name) => [name, (takes: unknown) => void handled.push(takes)]))
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, withTypedArray: true, withSparseArray: true, withNullPrototype: true })
    await fc.assert(fc.asyncProperty(anything, async (takes) => {
      const before = handled.length
      const result = await answer(all, handlers as never, channel, takes, () => {})
      expect(handled.length - before).toBe(result.ok ? 1 : 0)
      if (result.ok) expect(all[channel as keyof typeof all].takes.safeParse(takes).success).toBe(true)
    }), { numRuns: 10_000 })
  })
})

describe('the weight of a call', () => {
  it('counts characters and values, keys among them', () => {
    expect(isWithinWeight('x'.repeat(9), 10)).toBe(true)
    expect(isWithinWeight('x'.repeat(10), 10)).toBe(false)
    expect(isWithinWeight(Array.from({ length: 9 }).fill(0), 10)).toBe(true)
    expect(isWithinWeight(Array.from({ length: 10 }).fill(0), 10)).toBe(false)
    expect(isWithinWeight({ [`${'k'.repeat(10)}`]: 0 }, 10)).toBe(false)
  })

  it('takes nothing that is not plain data, however small', () => {
    for (const value of [new Map(), new Date(0), new Uint8Array(1), /x/, [new Set()], new Error('x')]) expect(isWithinWeight(value)).toBe(false)
  })

  it('ends on a value that contains itself', () => {
    const loop: Record<string, unknown> = {}
    loop['self'] = loop
    expect(isWithinWeight(loop)).toBe(false)
  })
})
