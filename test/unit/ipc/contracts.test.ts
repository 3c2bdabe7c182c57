import { describe, expect, expectTypeOf, it } from 'vitest'
import { z } from 'zod'
import type { Bridge } from '../../../shared/ipc/Bridge.ts'
import { TO_WINDOW, WINDOW_TO_CORE, WINDOW_TO_MAIN } from '../../../shared/ipc/channels.ts'
import { toWindow } from '../../../shared/ipc/toWindow.ts'
import { windowToCore } from '../../../shared/ipc/windowToCore.ts'
import { windowToMain } from '../../../shared/ipc/windowToMain.ts'

describe('the contracts', () => {
  it('list exactly the channels that the preload script knows', () => {
    expect(Object.keys(windowToMain)).toEqual([...WINDOW_TO_MAIN])
    expect(Object.keys(windowToCore)).toEqual([...WINDOW_TO_CORE])
    expect(Object.keys(toWindow)).toEqual([...TO_WINDOW])
  })

  it('give the window functions named after the verbs', () => {
    expectTypeOf<Bridge['readHost']>().parameters.toEqualTypeOf<[]>()
    expectTypeOf<Bridge['chooseTheme']>().parameter(0).toEqualTypeOf<{ theme: 'system' | 'dark' | 'light' }>()
    expectTypeOf<Bridge['onFeedPatched']>().returns.toEqualTypeOf<() => void>()
  })

  it('let the window name no digest, key, path or peer, and an address only where a person types one', () => {
    const named = Object.entries({ ...windowToMain, ...windowToCore }).flatMap(([channel, { takes }]) => namesIn(z.toJSONSchema(takes, { unrepresentable: 'any' })).map((name) => `${channel} ${name}`))
    expect(named.filter((name) => /^\S+ .*(?:digest|hash|key|path|file|url|address|peer)/i.test(name))).toEqual(['core.beginPairing address'])
    expect(named).toContain('main.chooseTheme theme')
  })

  it('are closed at every depth: every object that the window may send refuses unknown members', () => {
    const objects = Object.entries({ ...windowToMain, ...windowToCore }).flatMap(([channel, { takes }]) => objectsIn(z.toJSONSchema(takes, { unrepresentable: 'any', io: 'input' })).map((schema) => [channel, schema.additionalProperties]))
    expect(objects.length).toBeGreaterThan(0)
    expect(objects.filter(([, additional]) => additional !== false)).toEqual([])
    // That an open one would be found.
    expect(objectsIn(z.toJSONSchema(z.strictObject({ a: z.object({}) }), { io: 'input' })).map(({ additionalProperties }) => additionalProperties)).toEqual([false, undefined])
  })
})

/** Every schema of an object in a JSON Schema, at any depth. */
function objectsIn(schema: unknown): { readonly type?: unknown; readonly additionalProperties?: unknown }[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'type' in schema && schema.type === 'object' ? [schema] : []
  return [...own, ...Object.values(schema).flatMap(objectsIn)]
}

/** Every name of a property in a JSON Schema, at any depth. */
function namesIn(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return []
  const own = 'properties' in schema && typeof schema.properties === 'object' ? Object.keys(schema.properties ?? {}) : []
  return [...own, ...Object.values(schema).flatMap(namesIn)]
}
