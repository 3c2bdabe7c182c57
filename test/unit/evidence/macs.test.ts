import { describe, expect, it } from 'vitest'
import { encodeBytes, hmacSha256, isMacOf, macOf, type MacInput } from '../../../shared/evidence/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const INPUT: MacInput = { key: bytes('7KPX-42QD'), purpose: 'pairing', value: { nonce: 'n1', keys: ['a', 'b'] } }

describe('macs', () => {
  it('are those of RFC 4231, test case 2', () => {
    const mac = hmacSha256(bytes('Jefe'), bytes('what do ya want for nothing?'))
    expect(encodeBytes(mac, 'hex')).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843')
  })

  it('are good for the same key, purpose and value only', () => {
    const mac = macOf(INPUT)
    expect(isMacOf({ ...INPUT, mac })).toBe(true)
    const others: MacInput[] = [
      { ...INPUT, key: bytes('7KPX-42QE') },
      { ...INPUT, purpose: 'redaction' },
      { ...INPUT, value: { nonce: 'n2', keys: ['a', 'b'] } },
    ]
    expect(others.map((other) => isMacOf({ ...other, mac }))).toEqual([false, false, false])
  })

  it('are refused, not thrown at, in any other spelling', () => {
    const mac = macOf(INPUT)
    const wrong = ['', mac.toUpperCase(), mac.slice(0, -1), `${mac} `, '\ud800', mac.replace('hmac-', '')]
    expect(wrong.map((text) => isMacOf({ ...INPUT, mac: text }))).toEqual(wrong.map(() => false))
  })

  it('are not made under an empty key', () => {
    expect(() => macOf({ ...INPUT, key: new Uint8Array() })).toThrow(RangeError)
  })
})
