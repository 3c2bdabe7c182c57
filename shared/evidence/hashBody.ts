import { randomBytes } from 'node:crypto'
import type { JsonValue } from '../json/index.ts'
import { encodeBytes } from './bytes.ts'
import { hashJson, type Digest } from './Digest.ts'

/**
 * The `body_hash` of a ledger entry (protocol P6): SHA-256(JCS({salt, body})). The salt keeps a hash whose body was
 * removed by retention from being undone by trying likely bodies.
 * @param parts the body, and the salt that travels and is stored beside it
 * @throws {RangeError} where the body has no canonical spelling
 */
export function hashBody({ salt, body }: { readonly salt: string; readonly body: JsonValue }): Digest {
  return hashJson({ salt, body })
}

/** A new salt: 128 bits from the system's generator, base64url. */
export function newSalt(): string {
  return encodeBytes(randomBytes(16), 'base64url')
}
