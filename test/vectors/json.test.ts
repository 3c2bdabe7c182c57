import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fixtures } from './fixtures.ts'
import { readVerdicts, verdictOn } from './readVerdicts.ts'

const suite = join(fixtures, 'json-testsuite', 'test_parsing')
const examples = join(fixtures, 'rfc8785-jcs')

describe('the JSON test suite in Node', () => {
  it('has every y_ file accepted but those with duplicate keys, and every n_ file refused', (context) => {
    if (!existsSync(suite)) return context.skip('the fixtures are absent (json-testsuite)')
    const wrong: string[] = []
    const counts = { y: 0, n: 0, i: 0 }
    for (const [name, verdict] of Object.entries(readVerdicts(suite))) {
      const kind = name.charAt(0) as keyof typeof counts
      counts[kind]++
      const isAccepted = 'canonical' in verdict
      const shouldBe = kind === 'y' && !name.startsWith('y_object_duplicated_key')
      if (kind !== 'i' && isAccepted !== shouldBe) wrong.push(name)
    }
    expect({ wrong, counts }).toEqual({ wrong: [], counts: { y: 95, n: 188, i: 35 } })
  })

  it('leaves to us only what is written down here', (context) => {
    if (!existsSync(suite)) return context.skip('the fixtures are absent (json-testsuite)')
    const accepted = Object.entries(readVerdicts(suite)).filter(([name, verdict]) => name.startsWith('i_') && 'canonical' in verdict).map(([name]) => name)
    expect(accepted).toEqual(['i_number_double_huge_neg_exp.json', 'i_number_real_underflow.json'])
  })
})

describe('the examples of RFC 8785 in Node', () => {
  it('come out byte for byte', (context) => {
    if (!existsSync(examples)) return context.skip('the fixtures are absent (rfc8785-jcs)')
    const names = readdirSync(join(examples, 'input'))
    for (const name of names) {
      const verdict = verdictOn(readFileSync(join(examples, 'input', name)))
      expect(verdict, name).toEqual({ canonical: readFileSync(join(examples, 'output', name), 'utf8') })
    }
    expect(names.length).toBe(6)
  })
})
