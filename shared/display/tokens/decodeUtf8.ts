import { decodeSequence } from '../../json/index.ts'

/** Reads the character at `at`, ASCII among them. Gives null where the bytes before `end` are not well-formed UTF-8. */
export function decodeUtf8(bytes: Uint8Array, at: number, end: number): { readonly point: number; readonly length: number } | null {
  const lead = bytes[at] ?? 0
  return lead < 0x80 ? { point: lead, length: 1 } : decodeSequence(bytes, at, end)
}
