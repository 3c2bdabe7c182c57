import { describe, expect, it } from 'vitest'
import { encodeUtf8, JsonError, parseJson, toJsonValue, type JsonErrorCode } from '../../../shared/json/index.ts'

const parse = (text: string) => toJsonValue(parseJson(encodeUtf8(text)))

function refusal(bytes: Uint8Array | string): { code: JsonErrorCode; offset: number } {
  try {
    parseJson(typeof bytes === 'string' ? encodeUtf8(bytes) : bytes)
  } catch (fault) {
    if (fault instanceof JsonError) return { code: fault.code, offset: fault.offset }
    throw fault
  }
  throw new Error('It was accepted')
}

describe('the strict parser', () => {
  it('refuses what two readers could understand differently, and says at which byte', () => {
    expect(refusal('{"a":1,"a":2}')).toEqual({ code: 'duplicate_key', offset: 7 })
    expect(refusal('{"a":1,"\\u0061":2}')).toEqual({ code: 'duplicate_key', offset: 7 })
    expect(refusal('{"__proto__":1,"__proto__":2}')).toEqual({ code: 'duplicate_key', offset: 15 })
    expect(refusal('["\\ud800"]')).toEqual({ code: 'lone_surrogate', offset: 2 })
    expect(refusal('["\\udc00\\ud800"]')).toEqual({ code: 'lone_surrogate', offset: 2 })
    expect(refusal('[9007199254740992]')).toEqual({ code: 'integer_not_exact', offset: 1 })
    expect(refusal('[-9007199254740993]')).toEqual({ code: 'integer_not_exact', offset: 1 })
    expect(refusal('[1e400]')).toEqual({ code: 'number_overflow', offset: 1 })
    expect(refusal('1 2')).toEqual({ code: 'trailing_bytes', offset: 2 })
    expect(refusal('\ufeff{}')).toEqual({ code: 'unexpected_byte', offset: 0 })
  })

  it('refuses a whole number beyond 2^53-1 in every spelling whose canonical form has no exponent', () => {
    for (const text of ['1e17', '100000000000000000', '9007199254740993.0', '9.007199254740993e15', '-1E20']) {
      expect(refusal(text), text).toEqual({ code: 'integer_not_exact', offset: 0 })
    }
    expect(parse('[9007199254740991, -9007199254740991, 1E30, 1e21, 4.50, 2e-3]')).toEqual([9007199254740991, -9007199254740991, 1e30, 1e21, 4.5, 0.002])
  })

  it('refuses every kind of ill-formed UTF-8', () => {
    const inString = (...bytes: number[]) => Uint8Array.from([0x22, ...bytes, 0x22])
    const bad = [[0x80], [0xc0, 0x80], [0xc1, 0xbf], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80], [0xed, 0xbf, 0xbf], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5, 0x80, 0x80, 0x80], [0xff], [0xe2, 0x82], [0xf0, 0x9f, 0x98]]
    for (const bytes of bad) expect(refusal(inString(...bytes)), bytes.join(' ')).toEqual({ code: 'bad_utf8', offset: 1 })
  })

  it('accepts noncharacters and everything else that is well-formed', () => {
    expect(parse('["\ufffe\uffff\u{1ffff}", "\\ufdd0", "\u007f\u0080", "\\uD83D\\uDE00"]')).toEqual(['\ufffe\uffff\u{1ffff}', '\ufdd0', '\u007f\u0080', '\u{1f600}'])
  })

  it('keeps a member named __proto__ a member like any other', () => {
    const value = parse('{"__proto__":{"isAdmin":true},"a":1}') as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__', 'a'])
    expect(Object.getPrototypeOf(value)).toBe(null)
    expect(value['isAdmin']).toBe(undefined)
  })

  it('bounds depth and keys before any stack or memory could suffer', () => {
    expect(() => parse(`${'['.repeat(64)}${']'.repeat(64)}`)).not.toThrow()
    expect(refusal('['.repeat(100_000))).toEqual({ code: 'too_deep', offset: 64 })
    const keys = (count: number) => `{${Array.from({ length: count }, (_, i) => `"k${i}":0`).join(',')}}`
    expect(() => parse(keys(1_000))).not.toThrow()
    expect(refusal(keys(1_001)).code).toBe('too_many_keys')
    expect(() => parseJson(encodeUtf8('[1,{"a":2}]'), 4)).not.toThrow()
    expect(() => parseJson(encodeUtf8('[1,{"a":2}]'), 3)).toThrow('more than 3 values at byte 8')
  })

  it('says where a text that breaks off should have gone on', () => {
    for (const text of ['', '{', '{"a"', '{"a":', '{"a":1', '[1,', '"abc', '"a\\', 'tru', '-', '1e', '1.', '"\\ud83d\\u']) {
      const { offset } = refusal(text)
      expect(offset, text).toBeLessThanOrEqual(text.length)
    }
    expect(refusal('{"a":1')).toEqual({ code: 'unexpected_end', offset: 6 })
  })

  it('gives every value the span of exactly its bytes', () => {
    const text = ' {"\u00e9" : [ 1.5 , "x\\n" , true , null ] } '
    const bytes = encodeUtf8(text)
    const node = parseJson(bytes)
    const cut = ({ start, end }: { start: number; end: number }) => new TextDecoder().decode(bytes.subarray(start, end))
    if (node.kind !== 'object') throw new Error('an object was expected')
    const [member] = node.members
    if (member?.value.kind !== 'array') throw new Error('an array was expected')
    expect([cut(node), cut(member.keySpan), cut(member.value), ...member.value.items.map(cut)]).toEqual(['{"\u00e9" : [ 1.5 , "x\\n" , true , null ] }', '"\u00e9"', '[ 1.5 , "x\\n" , true , null ]', '1.5', '"x\\n"', 'true', 'null'])
  })

  it('never stumbles over long numbers', () => {
    expect(refusal('9'.repeat(1_000_000))).toEqual({ code: 'number_overflow', offset: 0 })
    expect(parse(`0.${'1'.repeat(1_000_000)}`)).toBe(0.1111111111111111)
    expect(parse(`1${'0'.repeat(200_000)}e-200000`)).toBe(1)
  })

  it('never stumbles over long strings', () => {
    const long = `${'a'.repeat(300_000)}\u00e9${'b'.repeat(300_000)}`
    expect(parse(JSON.stringify(long))).toBe(long)
  })
})
