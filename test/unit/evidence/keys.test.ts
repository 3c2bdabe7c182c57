import { createHash } from 'node:crypto'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { faultOfPoint, isCanonicalScalar } from '../../../shared/evidence/edwardsPoint.ts'
import {
  bytesOfPublicKey,
  encodeBytes,
  generatePrivateKey,
  importPrivateKey,
  importPublicKey,
  importPublicKeyBytes,
  verifySignature,
} from '../../../shared/evidence/index.ts'

const L = 2n ** 252n + 27742317777372353535851937790883648493n
const P = 2n ** 255n - 19n
const SEED = Uint8Array.from({ length: 32 }, (_, i) => i)
const key = importPrivateKey(SEED)
const message = new TextEncoder().encode('No call is run without this.')
const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))

/** The eight points of low order with their six other spellings, as the CCTV README lists them. */
const LOW_ORDER = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  '0000000000000000000000000000000000000000000000000000000000000080',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000080',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff',
]

describe('public keys', () => {
  it('are named by their RFC 7638 thumbprint, as RFC 8037 A.3 computes it', () => {
    const imported = importPublicKey('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo')
    expect(imported).toMatchObject({ status: 'accepted', key: { alg: 'Ed25519', kid: 'kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k' } })
  })

  it('come back whole through their 32 bytes', () => {
    expect(importPublicKeyBytes(bytesOfPublicKey(key.publicKey))).toEqual({ status: 'accepted', key: key.publicKey })
  })

  it.each(LOW_ORDER)('are refused where they are the point of low order %s', (encoded) => {
    const isSecondSpelling = /^e[d-f]f+.*[7f]f$/.test(encoded)
    expect(importPublicKeyBytes(hex(encoded))).toEqual({ status: 'refused', reason: isSecondSpelling ? 'not_canonical' : 'low_order' })
  })

  it('are refused where y is not below the prime, with either sign', () => {
    const encodings = Array.from({ length: 19 }, (_, i) => littleEndian(P + BigInt(i)))
    const signed = encodings.map((encoded) => encoded.with(31, 0xff))
    for (const encoded of [...encodings, ...signed]) expect(importPublicKeyBytes(encoded)).toEqual({ status: 'refused', reason: 'not_canonical' })
  })

  it('are refused in any text but the base64url of 32 bytes', () => {
    const { x } = key.publicKey
    const wrong = ['', x.slice(1), `${x}A`, `${x}=`, ` ${x}`, `${x.slice(0, -1)}=`, encodeBytes(new Uint8Array(31), 'base64url'), encodeBytes(new Uint8Array(33), 'base64url')]
    expect(wrong.map(importPublicKey)).toEqual(wrong.map(() => ({ status: 'refused', reason: 'bad_encoding' })))
  })
})

describe('private keys', () => {
  it('are new each time', () => {
    expect(generatePrivateKey().publicKey.kid).not.toBe(generatePrivateKey().publicKey.kid)
  })

  it('come back whole from their seed', () => {
    expect(key.dangerouslyRevealSeed()).toEqual(SEED)
    expect(importPrivateKey(key.dangerouslyRevealSeed()).publicKey).toEqual(key.publicKey)
  })

  it('are refused from a seed of another length', () => {
    expect(() => importPrivateKey(new Uint8Array(31))).toThrow(RangeError)
    expect(() => importPrivateKey(new Uint8Array(64))).toThrow(RangeError)
  })

  it('never print themselves', () => {
    const printed = [String(key), JSON.stringify({ key }), inspect({ key }, { showHidden: true, depth: 9 }), `${key}`, JSON.stringify(structuredClone({ ...key }))].join('\n')
    expect(printed).toContain(`[private key ${key.publicKey.kid}]`)
    expect(printed).not.toContain(encodeBytes(SEED, 'base64url'))
    expect(printed).not.toContain(encodeBytes(SEED, 'hex'))
    expect(printed).not.toContain('PrivateKeyObject')
  })
})

describe('signatures', () => {
  const signature = key.sign(message)

  it('verify under the key that made them, over the message they were made of', () => {
    fc.assert(fc.property(fc.uint8Array(), (bytes) => verifySignature({ key: key.publicKey, message: bytes, signature: key.sign(bytes) })), { numRuns: 30 })
  })

  it('no longer verify once any bit of signature or message is changed', () => {
    fc.assert(fc.property(fc.nat(511), (bit) => !verifySignature({ key: key.publicKey, message, signature: flip(signature, bit) })))
    fc.assert(fc.property(fc.nat(message.length * 8 - 1), (bit) => !verifySignature({ key: key.publicKey, message: flip(message, bit), signature })))
  })

  it('do not verify under another key, nor with another length', () => {
    expect(verifySignature({ key: generatePrivateKey().publicKey, message, signature })).toBe(false)
    for (const wrong of [new Uint8Array(), signature.subarray(1), signature.subarray(0, 63), Uint8Array.of(...signature, 0)]) {
      expect(verifySignature({ key: key.publicKey, message, signature: wrong })).toBe(false)
    }
  })

  it('are refused where S is another spelling of the same number', () => {
    const s = toBigInt(signature.subarray(32))
    for (const more of [s + L, s + 2n * L, s + 7n * L]) {
      expect(isCanonicalScalar(littleEndian(more))).toBe(false)
      expect(verifySignature({ key: key.publicKey, message, signature: join(signature.subarray(0, 32), littleEndian(more)) })).toBe(false)
    }
  })

  // OpenSSL 3.0 accepts this one, 3.5 does not: it fulfils the equation, S * B = R + k * A.
  it('are refused where R is of low order, though the equation holds', () => {
    const r = hex('0100000000000000000000000000000000000000000000000000000000000000')
    const k = toBigInt(sha512(join(join(r, bytesOfPublicKey(key.publicKey)), message)))
    const forged = join(r, littleEndian((k * secretScalar(SEED)) % L))
    expect(faultOfPoint(forged.subarray(0, 32))).toBe('low_order')
    expect(verifySignature({ key: key.publicKey, message, signature: forged })).toBe(false)
  })

  it('are refused, not thrown at, under a key off the curve, and under a weak key that came past the check', () => {
    const offCurve = importPublicKeyBytes(littleEndian(2n))
    expect(offCurve.status === 'accepted' && verifySignature({ key: offCurve.key, message, signature })).toBe(false)
    const weak = { ...key.publicKey, x: encodeBytes(hex(LOW_ORDER[4] ?? ''), 'base64url') }
    expect(verifySignature({ key: weak, message, signature: join(hex(LOW_ORDER[4] ?? ''), new Uint8Array(32)) })).toBe(false)
  })

  it('random bytes are refused and nothing is thrown', () => {
    const anyBytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
    fc.assert(
      fc.property(anyBytes(32), anyBytes(64), (raw, bytes) => {
        const imported = importPublicKeyBytes(raw)
        return imported.status === 'refused' || !verifySignature({ key: imported.key, message, signature: bytes })
      }),
    )
  })
})

/** RFC 8032 section 5.1.5: the number behind a seed. */
function secretScalar(seed: Uint8Array): bigint {
  const half = sha512(seed).subarray(0, 32)
  half[0] = (half[0] ?? 0) & 0xf8
  half[31] = ((half[31] ?? 0) & 0x7f) | 0x40
  return toBigInt(half)
}

const sha512 = (bytes: Uint8Array) => new Uint8Array(createHash('sha512').update(bytes).digest())
const join = (one: Uint8Array, other: Uint8Array) => Uint8Array.of(...one, ...other)
const toBigInt = (bytes: Uint8Array) => bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n)
const littleEndian = (value: bigint) => Uint8Array.from({ length: 32 }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn))

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const at = bit >> 3
  return bytes.with(at, (bytes[at] ?? 0) ^ (1 << (bit & 7)))
}
