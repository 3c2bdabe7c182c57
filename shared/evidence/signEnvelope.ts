import { encodeUtf8, printCanonicalJson, type JsonObject } from '../json/index.ts'
import { encodeBytes } from './bytes.ts'
import { preAuthEncoding, type Envelope } from './Envelope.ts'
import { payloadTypeOf, type PayloadName } from './payloadTypes.ts'
import type { PrivateKey } from './PrivateKey.ts'

/** What is to be signed, as what, and by whom. */
export interface EnvelopeRequest {
  readonly name: PayloadName
  readonly payload: JsonObject
  readonly key: PrivateKey
}

/**
 * Signs a payload: its canonical spelling (RFC 8785) in a DSSE 1.0.2 envelope. Whether this key may sign this payload
 * is the caller's question.
 * @throws {RangeError} where the payload has no canonical spelling
 */
export function signEnvelope({ name, payload, key }: EnvelopeRequest): Envelope {
  const bytes = encodeUtf8(printCanonicalJson(payload))
  const payloadType = payloadTypeOf(name)
  const sig = key.sign(preAuthEncoding(payloadType, bytes))
  return {
    payload: encodeBytes(bytes, 'base64'),
    payloadType,
    signatures: [{ keyid: key.publicKey.kid, sig: encodeBytes(sig, 'base64') }],
  }
}
