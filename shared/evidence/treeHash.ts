import { encodeUtf8, printCanonicalJson, type JsonValue } from '../json/index.ts'
import { sha256 } from './Digest.ts'

// The prefixes keep a leaf from ever passing as an inner node (RFC 6962 section 2.1).
const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256()

/** The hash of a leaf: SHA-256(0x00 + bytes), RFC 6962 section 2.1. */
export function hashLeaf(bytes: Uint8Array): Uint8Array {
  return sha256(LEAF, bytes)
}

/**
 * The leaf of a ledger entry: SHA-256(0x00 + JCS(entry)), protocol P6.
 * @throws {RangeError} where the entry has no canonical spelling
 */
export function hashEntry(entry: JsonValue): Uint8Array {
  return hashLeaf(encodeUtf8(printCanonicalJson(entry)))
}

/** The hash of an inner node: SHA-256(0x01 + left + right), RFC 6962 section 2.1. */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(NODE, left, right)
}
