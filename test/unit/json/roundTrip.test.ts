import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeUtf8, JsonError, parseJson, printCanonicalJson, toJsonValue, type JsonValue } from '../../../shared/json/index.ts'

const RUNS = { numRuns: 2_000 }
const parse = (text: string) => toJsonValue(parseJson(encodeUtf8(text)))

const text = fc.string({ unit: 'binary' })
const number = fc.oneof(fc.integer(), fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true })).filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value) || Math.abs(value) >= 1e21)
const { value: anyValue } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof({ maxDepth: 5 }, fc.constant(null), fc.boolean(), number, text, fc.array(tie('value'), { maxLength: 6 }), fc.dictionary(fc.oneof(text, fc.constantFrom('__proto__', '10', '9', 'constructor', '')), tie('value'), { maxKeys: 6, noNullPrototype: false })),
}))

describe('printer and parser', () => {
  it('fit: what is printed is read back as the same value, and printed again as the same bytes', () => {
    fc.assert(fc.property(anyValue, (value) => {
      const printed = printCanonicalJson(value)
      const back = parse(printed)
      expect(printCanonicalJson(back)).toBe(printed)
      expect(back).toEqual(parse(JSON.stringify(value)))
    }), RUNS)
  })

  it('print what the reference implementation prints', () => {
    fc.assert(fc.property(anyValue, (value) => {
      expect(printCanonicalJson(value)).toBe(canonicalize(value))
    }), RUNS)
  })

  it('agree with JSON.parse on every text that both accept', () => {
    fc.assert(fc.property(fc.json(), (json) => {
      let mine: JsonValue
      try {
        mine = parse(json)
      } catch (fault) {
        // Stricter is allowed, a crash is not.
        expect(fault).toBeInstanceOf(JsonError)
        return
      }
      expect(printCanonicalJson(mine)).toBe(canonicalize(JSON.parse(json)))
    }), RUNS)
  })

  it('refuse or accept any bytes at all, without ever failing otherwise', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      try {
        parseJson(bytes)
      } catch (fault) {
        expect(fault).toBeInstanceOf(JsonError)
        expect((fault as JsonError).offset).toBeLessThanOrEqual(bytes.length)
      }
    }), { numRuns: 20_000 })
  })

  it('accept nothing that a fatal decoder and JSON.parse refuse', () => {
    const mutated = fc.tuple(fc.json(), fc.nat(), fc.integer({ min: 0, max: 255 }))
    fc.assert(fc.property(mutated, ([json, at, byte]) => {
      const bytes = encodeUtf8(json)
      bytes[at % bytes.length] = byte
      try {
        parseJson(bytes)
      } catch {
        return
      }
      expect(() => JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))).not.toThrow()
    }), { numRuns: 20_000 })
  })
})

describe('the printer', () => {
  it('sorts keys by UTF-16 code units and leaves out no member', () => {
    expect(printCanonicalJson(parse('{"\\ufb33":1,"\\ud83d\\ude00":2,"10":3,"9":4,"__proto__":5,"":6}'))).toBe('{"":6,"10":3,"9":4,"__proto__":5,"\u{1f600}":2,"\ufb33":1}')
  })

  it('prints negative zero as 0', () => {
    expect(printCanonicalJson([-0, 0])).toBe('[0,0]')
  })

  it('refuses what could not be read back', () => {
    const deep = Array.from({ length: 65 }).reduce<JsonValue>((inner) => [inner], 0)
    const many = Object.fromEntries(Array.from({ length: 1_001 }, (_, i) => [`k${i}`, i]))
    const holes = [1]
    holes[2] = 3
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 1e17, '\ud800', { '\udc00': 1 }, deep, many, holes, [undefined], () => {}, new Date(0), new Map()]) {
      expect(() => printCanonicalJson(value as JsonValue)).toThrow(RangeError)
    }
  })
})
