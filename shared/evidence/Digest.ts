import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import { encodeUtf8, printCanonicalJson, type JsonValue } from '../json/index.ts'
import { decodeBytes, encodeBytes } from './bytes.ts'

declare const brand: unique symbol

/** A SHA-256 hash as text: `sha256:` and 64 small hexadecimal digits (protocol, conventions). */
export type Digest = string & { readonly [brand]: 'Digest' }

/** How many bytes a SHA-256 hash has. */
export const HASH_BYTES = 32

const PREFIX = 'sha256:'

/** SHA-256 (FIPS 180-4) of all parts behind one another, as 32 bytes. Never fails. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return new Uint8Array(hash.digest())
}

/** The digest of bytes. Never fails. */
export function hashBytes(bytes: Uint8Array): Digest {
  return printDigest(sha256(bytes))
}

/**
 * The digest of a JSON value: SHA-256 over its canonical spelling (RFC 8785).
 * @throws {RangeError} where the value has no canonical spelling
 */
export function hashJson(value: JsonValue): Digest {
  return hashBytes(encodeUtf8(printCanonicalJson(value)))
}

/**
 * The text of a hash of 32 bytes, for instance of a node of the tree.
 * @throws {RangeError} for any other length
 */
export function printDigest(hash: Uint8Array): Digest {
  if (hash.length !== HASH_BYTES) throw new RangeError(`A SHA-256 hash has ${HASH_BYTES} bytes, not ${hash.length}`)
  return `${PREFIX}${encodeBytes(hash, 'hex')}` as Digest
}

/** A digest from elsewhere, or null where it is not written exactly as `printDigest` writes. */
export function parseDigest(text: string): Digest | null {
  if (!text.startsWith(PREFIX)) return null
  return decodeBytes(text.slice(PREFIX.length), 'hex')?.length === HASH_BYTES ? (text as Digest) : null
}

/** The 32 bytes of a digest. */
export function bytesOfDigest(digest: Digest): Uint8Array {
  return new Uint8Array(Buffer.from(digest.slice(PREFIX.length), 'hex'))
}
