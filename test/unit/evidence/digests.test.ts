import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bytesOfDigest,
  decodeBytes,
  encodeBytes,
  equalInConstantTime,
  hashBody,
  hashBytes,
  hashEntry,
  hashJson,
  newSalt,
  parseDigest,
  printDigest,
} from '../../../shared/evidence/index.ts'

const ABC = 'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'
const bytes = (text: string) => new TextEncoder().encode(text)

describe('digests', () => {
  it('hash bytes as FIPS 180 does', () => {
    expect(hashBytes(bytes('abc'))).toBe(ABC)
  })

  it('hash JSON in its canonical spelling, whatever the order of the members', () => {
    expect(hashJson({ b: 1, a: [true, null] })).toBe(hashBytes(bytes('{"a":[true,null],"b":1}')))
  })

  it('are read only in the one spelling in which they are printed', () => {
    const wrong = [ABC.toUpperCase(), ABC.slice(7), ABC.slice(0, -1), `${ABC}0`, `${ABC}00`, `${ABC}\n`, ABC.replace('b', 'B'), ABC.replace('b', 'g'), '', 'sha256:']
    expect(wrong.map(parseDigest)).toEqual(wrong.map(() => null))
    expect(parseDigest(ABC)).toBe(ABC)
  })

  it('come back whole from text', () => {
    const anyHash = fc.uint8Array({ minLength: 32, maxLength: 32 })
    fc.assert(
      fc.property(anyHash, (hash) => {
        expect(bytesOfDigest(printDigest(hash))).toEqual(hash)
      }),
    )
  })

  it('are not printed for anything but 32 bytes', () => {
    expect(() => printDigest(new Uint8Array(31))).toThrow(RangeError)
  })
})

describe('bodies and entries', () => {
  it('hash a body together with its salt', () => {
    expect(hashBody({ salt: 'c2FsdA', body: { a: 1 } })).toBe(hashBytes(bytes('{"body":{"a":1},"salt":"c2FsdA"}')))
    expect(hashBody({ salt: 'c2FsdB', body: { a: 1 } })).not.toBe(hashBody({ salt: 'c2FsdA', body: { a: 1 } }))
  })

  it('draw a salt of 128 bits that is new each time', () => {
    const salts = new Set(Array.from({ length: 100 }, newSalt))
    expect(salts.size).toBe(100)
    expect([...salts].every((salt) => decodeBytes(salt, 'base64url')?.length === 16)).toBe(true)
  })

  it('hash an entry as a leaf, with a zero byte before it', () => {
    const entry = { n: 1, kind: 'decision' }
    expect(printDigest(hashEntry(entry))).toBe(hashBytes(bytes('\0{"kind":"decision","n":1}')))
  })
})

describe('texts of bytes', () => {
  it.each(['base64', 'base64url', 'hex'] as const)('%s comes back whole and has one spelling', (base) => {
    fc.assert(
      fc.property(fc.uint8Array(), (input) => {
        expect(decodeBytes(encodeBytes(input, base), base)).toEqual(input)
      }),
    )
    fc.assert(
      fc.property(fc.string(), (text) => {
        const decoded = decodeBytes(text, base)
        if (decoded !== null) expect(encodeBytes(decoded, base)).toBe(text)
      }),
    )
  })

  it('base64 with missing padding, stray bits, spaces or the other alphabet is refused', () => {
    expect(['QQ', 'QR==', 'QQ= =', 'QQ==\n', 'QQ===', '-_8='].map((text) => decodeBytes(text, 'base64'))).toEqual(Array.from({ length: 6 }, () => null))
  })

  it('are compared in constant time, whatever their lengths', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.uint8Array(), (a, b) => equalInConstantTime(a, b) === (encodeBytes(a, 'hex') === encodeBytes(b, 'hex'))))
    fc.assert(fc.property(fc.uint8Array(), (a) => equalInConstantTime(a, a.slice())))
  })
})
