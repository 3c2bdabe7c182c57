import { JsonError, encodeUtf8, parseJson, printCanonicalJson, toJsonValue, type JsonObject } from '../json/index.ts'
import { equalBytes } from './bytes.ts'
import { hashBytes, type Digest } from './Digest.ts'
import { openEnvelope, preAuthEncoding } from './Envelope.ts'
import { payloadTypeOf, type PayloadName } from './payloadTypes.ts'
import type { PublicKey } from './PublicKey.ts'
import { verifySignature } from './verifySignature.ts'

/** Why an envelope is refused, in the order in which it is asked. */
export type EnvelopeRefusal =
  /** Not an envelope, not exactly one signature, a member too many, or base64 in another spelling. */
  | 'bad_envelope'
  /** Another kind of payload was expected here. */
  | 'wrong_payload_type'
  /** Nobody enrolled a key of that name. */
  | 'key_unknown'
  | 'signature_invalid'
  /** Signed, but the payload is not a JSON object in its canonical spelling. */
  | 'not_canonical'

/** What became of an envelope. A verified one brings its payload, whose own `type` and members are not yet checked. */
export type EnvelopeVerdict =
  | { readonly status: 'verified'; readonly payload: JsonObject; readonly payloadHash: Digest; readonly key: PublicKey }
  | { readonly status: 'refused'; readonly reason: EnvelopeRefusal }

/** An envelope from elsewhere, the kind of payload that is expected, and the keys that are known. */
export interface EnvelopeClaim {
  readonly envelope: unknown
  readonly name: PayloadName
  /** The key of that name, revoked or not: whether it may sign this is asked after the signature. */
  readonly findKey: (kid: string) => PublicKey | undefined
}

/**
 * Verifies an envelope (DSSE 1.0.2, one signature) and reads its payload out of the very bytes that were signed.
 * `payloadHash` is over those bytes: the `challenge_hash` and `decision_hash` of the protocol. Never throws, unless
 * `findKey` does.
 */
export function verifyEnvelope({ envelope, name, findKey }: EnvelopeClaim): EnvelopeVerdict {
  const open = openEnvelope(envelope)
  if (open === null) return refuse('bad_envelope')
  if (open.payloadType !== payloadTypeOf(name)) return refuse('wrong_payload_type')
  const key = findKey(open.keyid)
  if (key?.kid !== open.keyid) return refuse('key_unknown')

  const message = preAuthEncoding(open.payloadType, open.payload)
  if (!verifySignature({ key, message, signature: open.sig })) return refuse('signature_invalid')
  const payload = readCanonical(open.payload)
  return payload === null ? refuse('not_canonical') : { status: 'verified', payload, payloadHash: hashBytes(open.payload), key }
}

/** The object in the bytes, or null where the same object would be printed as other bytes. */
function readCanonical(bytes: Uint8Array): JsonObject | null {
  try {
    const node = parseJson(bytes)
    if (node.kind !== 'object') return null
    const value = toJsonValue(node) as JsonObject
    return equalBytes(encodeUtf8(printCanonicalJson(value)), bytes) ? value : null
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}

const refuse = (reason: EnvelopeRefusal): EnvelopeVerdict => ({ status: 'refused', reason })
