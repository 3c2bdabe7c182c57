import { describe, expect, test } from 'vitest'
import { DISPLAY_PROFILE, renderFacts, showBytes } from '../../../shared/display/index.ts'
import { encodeUtf8, parseJson, printCanonicalJson, toJsonValue, type JsonValue } from '../../../shared/json/index.ts'
import { checkProperty, hostileBytes, hostileText } from './hostile.ts'
import { codesOf, drawn, factsOf, headlineOf, invocation } from './invocation.ts'

describe('the facts of a call', () => {
  test('name agent, tool and server and list every value with its place', () => {
    const document = factsOf({ limit: 10, to: ['a@x.example'], 'weird/key': { on: true, none: null, empty: {} } })
    expect(document).toMatchObject({ profile: DISPLAY_PROFILE, kind: 'json', suspicious: 0, notInspectable: [] })
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to run <sql.execute> on <pg-prod-eu>')
    expect(headlineOf(document.secondLine)).toBe('5 values in 80 bytes of arguments.')
    expect(document.facts.map(({ where, type, value }) => [drawn(where), type, drawn(value)])).toEqual([
      ['/arguments/limit', 'number', '10'],
      ['/arguments/to/0', 'string', 'a@x.example'],
      ['/arguments/weird~1key/empty', 'empty object', '{}'],
      ['/arguments/weird~1key/none', 'null', 'null'],
      ['/arguments/weird~1key/on', 'boolean', 'true'],
    ])
  })

  test('point at the bytes that they speak of', () => {
    const bytes = invocation({ a: 'x\u0412', b: 12 })
    const { facts } = renderFacts(bytes, { agent: { name: 'a' } })
    expect(facts.map(({ start, end }) => Buffer.from(bytes.subarray(start, end)).toString())).toEqual(['"x\u0412"', '12'])
  })

  test('show hidden characters in keys and values and never cut a value', () => {
    const { facts } = factsOf({ 'na\u200bme': `${'ab'.repeat(20_000)}\u202e` })
    expect(drawn(facts[0]?.where ?? [])).toBe('/arguments/na[ZWSP]me')
    expect(facts[0]).toMatchObject({ bytes: 40_003, lines: 1 })
    expect(drawn(facts[0]?.value ?? [])).toBe(`${'ab'.repeat(20_000)}[RLO]`)
  })

  test('have the counts of the signed bytes', () => {
    const bytes = invocation({ note: '\u202e\u200b\u0412ILL' })
    expect(renderFacts(bytes, { agent: { name: '\u202e' } }).counts).toEqual(showBytes(bytes).counts)
  })

  test('say how many values beyond 1,000 are only in the byte view', () => {
    const document = factsOf({ list: Array.from({ length: 1_200 }, (_, i) => i) })
    expect(document.facts.length).toBe(1_000)
    expect(document.notInspectable).toMatchObject([{ code: 'too_many_values', sentence: '200 more values stand only in the byte view.' }])
    expect(headlineOf(document.secondLine)).toMatch(/^1,200 values/)
  })

  test('stay small where one long key stands in the place of a thousand values, and say what was left out', () => {
    const key = '\u200b\u200c'.repeat(10_000)
    const document = factsOf({ [key]: Array.from({ length: 1_000 }, (_, i) => i) }, { kind: 'file_write' })
    expect(document.facts.length).toBe(3)
    expect(document.notInspectable).toMatchObject([{ code: 'kind_not_matched' }, { code: 'too_many_values', sentence: '997 more values stand only in the byte view.' }])
    expect(headlineOf(document.secondLine)).toMatch(/^1,000 values/)
  })

  test('can be printed canonically and are the same twice, for 300 hostile calls, each read in four ways', () => {
    checkProperty(hostileText, (text) => {
      for (const kind of ['json', 'shell', 'sql', 'file_write'] as const) {
        const document: JsonValue = factsOf({ command: text, sql: text, path: text, content: text }, { kind, agent: { name: text, claims: `${text}!` } })
        const printed = printCanonicalJson(document)
        expect(printCanonicalJson(toJsonValue(parseJson(encodeUtf8(printed))))).toBe(printed)
      }
    }, 300)
  })

  test('exist for bytes that are anything at all', () => {
    checkProperty(hostileBytes, (bytes) => expect(headlineOf(renderFacts(bytes, { agent: { name: 'a' }, tool: 't' }).headline)).toBe('<a> wants to run <t> with arguments that could not be read'), 2_000)
  })
})

describe('the headline', () => {
  test('says that arguments could not be read', () => {
    const document = renderFacts(encodeUtf8('{"arguments":{"a":1,"a":2}}'), { agent: { name: 'billing-agent' }, tool: 'sql.execute' })
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to run <sql.execute> with arguments that could not be read')
    expect(document.notInspectable).toMatchObject([{ code: 'duplicate_key', sentence: 'The bytes are no JSON that everybody reads alike: duplicate key at byte 20.' }])
  })

  test('says so where not even the tool is known', () => {
    expect(headlineOf(renderFacts(new Uint8Array(), { agent: { name: 'a' } }).headline)).toBe('<a> wants to run a tool that could not be read with arguments that could not be read')
  })

  test('quotes a name that the agent gives itself', () => {
    expect(headlineOf(factsOf({}, { agent: { name: 'billing-agent', claims: 'Payments\u202eAdmin' } }).headline)).toMatch(
      /^<billing-agent>, calls itself \u201c<Payments\[RLO\]Admin>\u201d, wants to run/,
    )
  })

  test('cuts an identifier in the middle at 48 characters and keeps both ends', () => {
    const tool = `${'a1'.repeat(40)}.${'z2'.repeat(40)}`
    const name = headlineOf(factsOf({}, {}, { tool }).headline).split('<')[2]?.split('>')[0] ?? ''
    expect(name).toHaveLength(48)
    expect(name).toMatch(/^a1a1.*\u2026.*z2z2$/)
  })
})

describe('what cannot be inspected', () => {
  test('is said of hidden values, injected values and places that do not exist', () => {
    const redactions = [{ bytes: 12, commitment: 'ab', pointer: '/password' }, { bytes: 3, commitment: 'cd', pointer: '/nowhere' }]
    const document = factsOf({ password: 'ab' }, {}, { redactions, injections: [{ pointer: '/token' }] })
    expect(document.notInspectable.map(({ sentence, text }) => [sentence, drawn(text)])).toEqual([
      ['The point hides a value of 12 bytes here. It was not shown to this console.', '/password'],
      ['A value is said to be hidden at a place that does not exist.', '/nowhere'],
      ['The point adds a secret here when the call goes out.', '/token'],
    ])
  })

  test('is said of members that are not known and of bytes in another spelling', () => {
    expect(codesOf(factsOf({}, {}, { extra: 1 }))).toEqual(['unknown_member'])
    const spaced = encodeUtf8('{"arguments": {}, "tool": "x"}')
    expect(codesOf(renderFacts(spaced, { agent: { name: 'a' } }))).toEqual(['not_canonical'])
  })

  test('is said where the arguments lack the parts of the declared kind, or have one twice', () => {
    for (const args of [{}, { sql: 1 }, { sql: 'a', query: 'b' }]) expect(codesOf(factsOf(args, { kind: 'sql' }))).toEqual(['kind_not_matched'])
    expect(codesOf(factsOf({ sql: 'SELECT 1', query: 'b' }, { kind: 'sql', fields: { statement: '/sql' } }))).toEqual([])
  })

  test('is said of a critical value that does not exist', () => {
    const document = factsOf({ table: 'a' }, { criticalPointers: ['/arguments/table', '/arguments/none'] })
    expect(document.criticalValues.map(({ where, value, isTypable }) => [drawn(where), drawn(value), isTypable])).toEqual([['/arguments/table', 'a', true]])
    expect(codesOf(document)).toEqual(['critical_value_absent'])
  })
})

describe('a file write', () => {
  const write = (path: string, content: string, others = {}) => factsOf({ path, content, ...others }, { kind: 'file_write' })

  test('says where, how many bytes and how many lines', () => {
    const document = write('src/a.ts', 'caf\u00e9\nb\n')
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to write 8 bytes to <src/a.ts>')
    expect(document.detail).toMatchObject({ kind: 'file_write', isAbsolute: false, parentSegments: 0, marks: 0, contentBytes: 8, contentLines: 2 })
  })

  test('notices ways up and characters that hide in the path', () => {
    const document = write('/a/../../etc/pass\u200bwd', '')
    expect(headlineOf(document.secondLine)).toBe('The path goes up 2 folders with "..". 1 character of the path does not show itself. 0 lines, 0 bytes.')
    expect(document.detail).toMatchObject({ isAbsolute: true, parentSegments: 2, marks: 1 })
  })

  test('does not claim to know encoded content', () => {
    const document = write('a.bin', 'aGk=', { encoding: 'base64' })
    expect(headlineOf(document.headline)).toBe('<billing-agent> wants to write encoded content to <a.bin>')
    expect(codesOf(document)).toEqual(['encoded_content'])
  })
})
