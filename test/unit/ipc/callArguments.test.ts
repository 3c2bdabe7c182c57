import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../../shared/ipc/answer.ts'
import { windowToCore } from '../../../shared/ipc/windowToCore.ts'
import { windowToMain } from '../../../shared/ipc/windowToMain.ts'
import { RIGHT_ARGUMENTS, wrongArguments } from '../../builders/callArguments.ts'

// The tests in the window fuzz the bridge with these, and have no schema at hand to tell right from wrong by.
const contract = { ...windowToMain, ...windowToCore }

describe('the arguments that the window is fuzzed with', () => {
  it.each(Object.keys(contract))('are refused by %s where they are meant to be wrong, and taken where they are meant to be right', (channel) => {
    const verb = channel.split('.')[1] ?? ''
    const right = RIGHT_ARGUMENTS[verb]
    fc.assert(fc.property(right === undefined ? fc.constant(undefined) : fc.record(right), (takes) => {
      expect(check(contract, channel, takes)).toEqual({ ok: true, value: takes })
    }))
    fc.assert(fc.property(wrongArguments(verb), (takes) => {
      expect(check(contract, channel, takes).ok).toBe(false)
    }), { numRuns: 500 })
  })
})
