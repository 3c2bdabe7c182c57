import { describe, expect, test } from 'vitest'
import { criticalValue, matchesTyped } from '../../../shared/display/index.ts'
import { invocation } from './invocation.ts'

const bytes = invocation({ table: 'prod.Customers', rows: 48_211, all: true, forged: 'pr\u043ed', hidden: 'a\u200bb', padded: ' a', accent: 'e\u0301', none: null, list: [1], empty: '', long: 'ab'.repeat(65) })
const at = (name: string) => criticalValue(bytes, `/arguments/${name}`)

describe('a critical value', () => {
  test.each([['table', 'prod.Customers'], ['rows', '48211'], ['all', 'true'], ['list/0', '1']])('at %s is typed as %s', (name, expected) => {
    expect(at(name)).toMatchObject({ status: 'typable', expected })
  })

  test.each(['forged', 'hidden', 'padded', 'accent', 'none', 'list', 'empty', 'long'])('at %s is asked of nobody', (name) => {
    expect(at(name).status).toBe('untypable')
  })

  test.each(['nothing', 'list/1', 'list/00', 'table/x', '~2'])('at %s is absent', (name) => expect(at(name)).toEqual({ status: 'absent' }))

  test('is absent in bytes that cannot be read', () => expect(criticalValue(new Uint8Array([0xff]), '/a')).toEqual({ status: 'absent' }))
})

describe('what was typed', () => {
  test('matches only the very same characters', () => {
    expect(matchesTyped('prod.Customers', 'prod.Customers')).toBe(true)
    for (const typed of ['prod.customers', 'pr\u043ed.Customers', 'prod.Customers ', ' prod.Customers', 'prod.Customer', 'prod.Customers\u200b', '']) {
      expect(matchesTyped('prod.Customers', typed)).toBe(false)
    }
  })
})
