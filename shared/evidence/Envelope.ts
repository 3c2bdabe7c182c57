import { encodeUtf8 } from '../json/index.ts'
import { concatBytes, decodeBytes } from './bytes.ts'
import type { PayloadType } from './payloadTypes.ts'
import type { Kid } from './PublicKey.ts'

/** A DSSE 1.0.2 envelope as this protocol sends it: exactly one signature, its `keyid` always there. */
export interface Envelope {
  /** The payload's bytes, base64 with padding. */
  readonly payload: string
  readonly payloadType: PayloadType
  readonly signatures: readonly [EnvelopeSignature]
}

/** The one signature. `keyid` is not signed, but it is computed from the key and thus cannot name another one. */
export interface EnvelopeSignature {
  readonly keyid: Kid
  /** 64 bytes, base64 with padding. */
  readonly sig: string
}

/** An envelope taken apart; nothing in it has been verified. */
export interface OpenEnvelope {
  readonly payload: Uint8Array
  readonly payloadType: string
  readonly keyid: string
  readonly sig: Uint8Array
}

/**
 * The bytes that are signed: PAE of DSSE 1.0.2. Lengths count bytes, so that type and payload cannot flow into another.
 * @param payloadType any text without a lone surrogate
 */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const type = encodeUtf8(payloadType)
  return concatBytes([encodeUtf8(`DSSEv1 ${type.length} `), type, encodeUtf8(` ${payload.length} `), payload])
}

/**
 * Takes an envelope from elsewhere apart, or gives null: a member is missing, of another type or too many, there is not
 * exactly one signature, or base64 is not in its one spelling. DSSE allows more; here the same signed thing must be the
 * same bytes, because whoever repeats it gets the stored answer and whoever varies it is refused.
 */
export function openEnvelope(envelope: unknown): OpenEnvelope | null {
  if (!hasExactly(envelope, ['payload', 'payloadType', 'signatures'])) return null
  const { payload, payloadType, signatures } = envelope
  if (typeof payload !== 'string' || typeof payloadType !== 'string' || !Array.isArray(signatures)) return null

  const [signature, ...more]: readonly unknown[] = signatures
  if (more.length > 0 || !hasExactly(signature, ['keyid', 'sig'])) return null
  const { keyid, sig } = signature
  if (typeof keyid !== 'string' || typeof sig !== 'string') return null

  const payloadBytes = decodeBytes(payload, 'base64')
  const sigBytes = decodeBytes(sig, 'base64')
  return payloadBytes && sigBytes && { payload: payloadBytes, payloadType, keyid, sig: sigBytes }
}

function hasExactly<Key extends string>(value: unknown, keys: readonly Key[]): value is Record<Key, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const own = Object.keys(value)
  return own.length === keys.length && keys.every((key) => own.includes(key))
}
