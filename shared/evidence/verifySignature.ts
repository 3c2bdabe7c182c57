import { createPublicKey, verify } from 'node:crypto'
import { faultOfPoint, isCanonicalScalar } from './edwardsPoint.ts'
import { importPublicKey, type PublicKey } from './PublicKey.ts'

const SIGNATURE_BYTES = 64
const HALF = 32

/** A signature, what it is said to sign, and under which key. */
export interface SignatureClaim {
  readonly key: PublicKey
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Whether an Ed25519 signature (RFC 8032, pure, without the cofactor) is good. Stricter than Node: the key and R must
 * be canonical and not of low order, and S below the order of the group, so that a good signature fits one message
 * under one key and cannot be rewritten into another good one. Never throws.
 */
export function verifySignature({ key, message, signature }: SignatureClaim): boolean {
  if (signature.length !== SIGNATURE_BYTES) return false
  // Asked again here, because a key that was read from a file or another process has been through a cast.
  if (importPublicKey(key.x).status === 'refused') return false
  if (faultOfPoint(signature.subarray(0, HALF)) !== null || !isCanonicalScalar(signature.subarray(HALF))) return false
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.x }, format: 'jwk' })
  return verify(null, message, publicKey, signature)
}
