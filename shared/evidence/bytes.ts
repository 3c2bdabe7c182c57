import { Buffer } from 'node:buffer'
import { timingSafeEqual } from 'node:crypto'

type Base = 'base64' | 'base64url' | 'hex'

/** The text of bytes: `base64` with padding (RFC 4648 section 4), `base64url` without (section 5), `hex` in small letters. */
export function encodeBytes(bytes: Uint8Array, base: Base): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(base)
}

/**
 * The bytes of a text, or null where `encodeBytes` would have written it differently. Node's own decoder skips what it
 * does not know, so that many texts would stand for the same bytes; a signed thing must have one spelling.
 */
export function decodeBytes(text: string, base: Base): Uint8Array | null {
  const bytes = new Uint8Array(Buffer.from(text, base))
  return encodeBytes(bytes, base) === text ? bytes : null
}

/** All parts behind one another. */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

/** Whether two byte strings that anybody may know are equal. */
export function equalBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}

/**
 * Whether two byte strings are equal, in a time that depends on their lengths alone. For every comparison with
 * something that the other side must not be able to guess byte by byte.
 */
export function equalInConstantTime(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other)
}
