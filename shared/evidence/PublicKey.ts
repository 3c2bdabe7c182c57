import { Buffer } from 'node:buffer'
import { encodeUtf8, printCanonicalJson } from '../json/index.ts'
import { decodeBytes, encodeBytes } from './bytes.ts'
import { sha256 } from './Digest.ts'
import { faultOfPoint, type PointFault } from './edwardsPoint.ts'

declare const brand: unique symbol

const PUBLIC_KEY_BYTES = 32

/**
 * The name of a key: its RFC 7638 thumbprint with SHA-256, base64url, over the JWK {crv, kty, x} of RFC 8037. It is
 * computed from the key alone, so nobody can give a key the name of another.
 */
export type Kid = string & { readonly [brand]: 'Kid' }

/** An Ed25519 public key as it travels (protocol P2). Only `importPublicKey` makes one, so each was checked. */
export interface PublicKey {
  readonly kid: Kid
  readonly alg: 'Ed25519'
  /** The 32 bytes of RFC 8032, base64url without padding. */
  readonly x: string
  readonly [brand]: 'PublicKey'
}

/** Why a key does not come in. */
export type KeyRefusal = 'bad_encoding' | PointFault

/** What became of a key from elsewhere. */
export type KeyImport =
  | { readonly status: 'accepted'; readonly key: PublicKey }
  | { readonly status: 'refused'; readonly reason: KeyRefusal }

/**
 * Takes in a public key; the check of enrolment. Refused are texts that are not the one base64url of 32 bytes, a y that
 * is not below the prime, and the points of low order, under which one signature fits many messages. Never throws.
 * @param x as a JWK has it (RFC 8037)
 */
export function importPublicKey(x: string): KeyImport {
  const point = decodeBytes(x, 'base64url')
  if (point?.length !== PUBLIC_KEY_BYTES) return { status: 'refused', reason: 'bad_encoding' }
  const fault = faultOfPoint(point)
  if (fault !== null) return { status: 'refused', reason: fault }
  const key: Omit<PublicKey, typeof brand> = { kid: kidOf(x), alg: 'Ed25519', x }
  // The brand exists for the compiler alone.
  return { status: 'accepted', key: key as PublicKey }
}

/** Takes in a public key as its 32 raw bytes. As `importPublicKey`. */
export function importPublicKeyBytes(raw: Uint8Array): KeyImport {
  return importPublicKey(encodeBytes(raw, 'base64url'))
}

/** The 32 raw bytes of a key (RFC 8032). */
export function bytesOfPublicKey(key: PublicKey): Uint8Array {
  return new Uint8Array(Buffer.from(key.x, 'base64url'))
}

function kidOf(x: string): Kid {
  const jwk = printCanonicalJson({ crv: 'Ed25519', kty: 'OKP', x })
  return encodeBytes(sha256(encodeUtf8(jwk)), 'base64url') as Kid
}
