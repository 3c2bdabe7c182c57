import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { encodeUtf8, printCanonicalJson, type JsonValue } from '../json/index.ts'
import { encodeBytes, equalInConstantTime } from './bytes.ts'

declare const brand: unique symbol

/** A mac as text: `hmac-sha256:` and 64 small hexadecimal digits. */
export type Mac = string & { readonly [brand]: 'Mac' }

/** What a mac is for. It is part of what is hashed, so that one made for pairing can never pass as a commitment. */
export type MacPurpose = 'pairing' | 'redaction'

/** What a mac is made over, and with which secret. */
export interface MacInput {
  readonly key: Uint8Array
  readonly purpose: MacPurpose
  readonly value: JsonValue
}

/**
 * HMAC-SHA-256 (RFC 2104) of bytes, as 32 bytes.
 * @throws {RangeError} for an empty key, which everybody knows
 */
export function hmacSha256(key: Uint8Array, message: Uint8Array): Uint8Array {
  if (key.length === 0) throw new RangeError('The key of a mac is empty')
  return new Uint8Array(createHmac('sha256', key).update(message).digest())
}

/**
 * The mac of a JSON value: HMAC-SHA-256 over JCS({purpose, value}). The `mac` of a pairing offer (protocol P5) and the
 * `commitment` to a hidden value (P2) are made so.
 * @throws {RangeError} for an empty key, or a value without a canonical spelling
 */
export function macOf({ key, purpose, value }: MacInput): Mac {
  return `hmac-sha256:${encodeBytes(hmacSha256(key, encodeUtf8(printCanonicalJson({ purpose, value }))), 'hex')}` as Mac
}

/** Whether a mac from elsewhere is the one that `macOf` makes, compared in constant time. Throws as `macOf` does. */
export function isMacOf({ mac, ...input }: MacInput & { readonly mac: string }): boolean {
  const made = macOf(input)
  // Compared as UTF-16, because a text from elsewhere may hold a lone surrogate, which has no UTF-8.
  return equalInConstantTime(utf16(made), utf16(mac))
}

const utf16 = (text: string) => new Uint8Array(Buffer.from(text, 'utf16le'))
