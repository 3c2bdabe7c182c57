/** The bytes of a text that holds no lone surrogate. Throws a RangeError where it does: there is no UTF-8 for one. */
export function encodeUtf8(text: string): Uint8Array {
  return encodeAscii(text) ?? encodeAny(text)
}

/** Nearly all that is encoded is ASCII, and then its length is known before. Null where it is not. */
function encodeAscii(text: string): Uint8Array | null {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 0x7f) return null
    bytes[i] = unit
  }
  return bytes
}

function encodeAny(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i)
    if (point < 0x80) {
      bytes[length++] = point
      continue
    }
    if (isSurrogate(point)) {
      point = joinSurrogates(point, text.charCodeAt(++i))
      if (Number.isNaN(point)) throw new RangeError('A lone surrogate has no UTF-8')
      bytes[length++] = 0xf0 | (point >> 18)
      bytes[length++] = 0x80 | ((point >> 12) & 0x3f)
    } else if (point >= 0x800) {
      bytes[length++] = 0xe0 | (point >> 12)
    } else {
      bytes[length++] = 0xc0 | (point >> 6)
      bytes[length++] = 0x80 | (point & 0x3f)
      continue
    }
    bytes[length++] = 0x80 | ((point >> 6) & 0x3f)
    bytes[length++] = 0x80 | (point & 0x3f)
  }
  return bytes.slice(0, length)
}

/**
 * Reads one character of more than one byte. Returns its code point and length in bytes, or null where the bytes are
 * not well-formed UTF-8 (overlong, surrogate, beyond U+10FFFF, cut off by `end`), as table 3-7 of the Unicode standard has
 * it.
 */
export function decodeSequence(bytes: Uint8Array, at: number, end = bytes.length): { readonly point: number; readonly length: number } | null {
  const lead = bytes[at] ?? 0
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0
  if (length === 0 || at + length > end) return null

  const second = bytes[at + 1] ?? 0
  const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second < lowest || second > highest) return null

  let point = ((lead & (0xff >> (length + 1))) << 6) | (second & 0x3f)
  for (let i = 2; i < length; i++) {
    const next = bytes[at + i] ?? 0
    if ((next & 0xc0) !== 0x80) return null
    point = (point << 6) | (next & 0x3f)
  }
  return { point, length }
}

/** Whether a UTF-16 code unit is one half of a pair. */
export const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff

/** The code point of a pair; NaN where the two do not make one. */
export function joinSurrogates(high: number, low: number): number {
  const isPair = high >= 0xd800 && high <= 0xdbff && low >= 0xdc00 && low <= 0xdfff
  return isPair ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : Number.NaN
}
