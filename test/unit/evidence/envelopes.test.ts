import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { preAuthEncoding } from '../../../shared/evidence/Envelope.ts'
import {
  PAYLOAD_NAMES,
  encodeBytes,
  generatePrivateKey,
  hashJson,
  payloadTypeOf,
  signEnvelope,
  verifyEnvelope,
  type Envelope,
  type PayloadName,
} from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'

const key = generatePrivateKey()
const payload: JsonObject = { type: 'countersign.decision/v1', decision: 'deny', epoch: 7, comment: 'Zu groß' }
const envelope = signEnvelope({ name: 'decision', payload, key })
const bytes = (text: string) => new TextEncoder().encode(text)

describe('an envelope', () => {
  it('signs the bytes that the DSSE specification names', () => {
    const encoded = preAuthEncoding('http://example.com/HelloWorld', bytes('hello world'))
    expect(new TextDecoder().decode(encoded)).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  })

  it('counts bytes and not characters', () => {
    expect(new TextDecoder().decode(preAuthEncoding('ß', bytes('ü')))).toBe('DSSEv1 2 ß 2 ü')
  })

  it('comes back whole for every kind of payload and any value', () => {
    const anyPayload = fc.dictionary(fc.string(), fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null), fc.array(fc.string())))
    fc.assert(
      fc.property(fc.constantFrom(...PAYLOAD_NAMES), anyPayload, (name, value) => {
        const verdict = check(signEnvelope({ name, payload: value, key }), name)
        expect(verdict).toMatchObject({ status: 'verified', payloadHash: hashJson(value), key: key.publicKey })
        expect(verdict.status === 'verified' && hashJson(verdict.payload)).toBe(hashJson(value))
      }),
      { numRuns: 50 },
    )
  })

  it('is refused under any other kind of payload', () => {
    for (const name of PAYLOAD_NAMES.filter((other) => other !== 'decision')) expect(check(envelope, name)).toEqual(refused('wrong_payload_type'))
  })

  it('signed as one kind is refused when it is relabelled as another', () => {
    expect(check({ ...envelope, payloadType: payloadTypeOf('lock') }, 'lock')).toEqual(refused('signature_invalid'))
  })

  it('of a key that nobody enrolled is refused, also where the lookup gives another key', () => {
    const claim = { envelope, name: 'decision' } as const
    expect(verifyEnvelope({ ...claim, findKey: () => undefined })).toEqual(refused('key_unknown'))
    expect(verifyEnvelope({ ...claim, findKey: () => generatePrivateKey().publicKey })).toEqual(refused('key_unknown'))
  })

  it('signed by another key under this key id is refused', () => {
    const other = signEnvelope({ name: 'decision', payload, key: generatePrivateKey() })
    expect(check({ ...other, signatures: [{ ...other.signatures[0], keyid: key.publicKey.kid }] })).toEqual(refused('signature_invalid'))
  })

  it('is refused once any bit of payload or signature is changed', () => {
    const change = (base64: string, at: number, bit: number) => {
      const copy = Buffer.from(base64, 'base64')
      copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ (1 << bit)
      return copy.toString('base64')
    }
    fc.assert(
      fc.property(fc.nat(), fc.nat(7), (at, bit) => {
        expect(check({ ...envelope, payload: change(envelope.payload, at, bit) })).toEqual(refused('signature_invalid'))
        const [{ keyid, sig }] = envelope.signatures
        expect(check({ ...envelope, signatures: [{ keyid, sig: change(sig, at, bit) }] })).toEqual(refused('signature_invalid'))
      }),
    )
  })

  it('is refused once any character of its JSON is changed', () => {
    const text = JSON.stringify(envelope)
    for (let at = 0; at < text.length; at++) {
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1)
      expect(`${at} ${check(parseOrText(changed)).status}`).toBe(`${at} refused`)
    }
  })

  it('is refused where a member is missing, too many, of another type, or base64 has another spelling', () => {
    const [signature] = envelope.signatures
    const { keyid, sig } = signature
    const wrong: unknown[] = [
      null,
      'text',
      [],
      {},
      [envelope],
      { payload: envelope.payload, payloadType: envelope.payloadType },
      { ...envelope, more: 1 },
      { ...envelope, payload: 1 },
      { ...envelope, payloadType: null },
      { ...envelope, payload: `${envelope.payload}\n` },
      { ...envelope, payload: envelope.payload.replaceAll('=', '') + (envelope.payload.endsWith('=') ? '' : '=') },
      { ...envelope, signatures: {} },
      { ...envelope, signatures: [] },
      { ...envelope, signatures: [signature, signature] },
      { ...envelope, signatures: [null] },
      { ...envelope, signatures: [{ sig }] },
      { ...envelope, signatures: [{ keyid, sig, alg: 'none' }] },
      { ...envelope, signatures: [{ keyid, sig: encodeBytes(Buffer.from(sig, 'base64'), 'base64url') }] },
      { ...envelope, signatures: [{ keyid: 7, sig }] },
    ]
    expect(wrong.map((value) => check(value))).toEqual(wrong.map(() => refused('bad_envelope')))
  })

  it('is refused where the signed bytes are not a JSON object in its one spelling', () => {
    const texts = ['{"b":1,"a":2}', '{ "a":1}', '{"a":1}\n', '{"a":1,"a":1}', '{"a":1.0}', String.raw`{"a":"\u0041"}`, '[]', '"a"', '', '{"a":-0}', '\ufeff{}', '{"a":9007199254740993}']
    expect(texts.map((text) => check(signBytes(bytes(text))))).toEqual(texts.map(() => refused('not_canonical')))
    expect(check(signBytes(Uint8Array.of(0x7b, 0xff, 0x7d)))).toEqual(refused('not_canonical'))
    expect(check(signBytes(bytes('{"a":1}')))).toMatchObject({ status: 'verified' })
  })
})

function check(value: unknown, name: PayloadName = 'decision') {
  return verifyEnvelope({ envelope: value, name, findKey: (kid) => (kid === key.publicKey.kid ? key.publicKey : undefined) })
}

/** What a hostile signer may do: sign bytes that `signEnvelope` would never print. */
function signBytes(payloadBytes: Uint8Array): Envelope {
  const payloadType = payloadTypeOf('decision')
  const sig = encodeBytes(key.sign(preAuthEncoding(payloadType, payloadBytes)), 'base64')
  return { payload: encodeBytes(payloadBytes, 'base64'), payloadType, signatures: [{ keyid: key.publicKey.kid, sig }] }
}

function parseOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const refused = (reason: string) => ({ status: 'refused', reason })
