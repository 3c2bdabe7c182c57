import type { Character } from './Character.ts'
import { decodeUtf8 } from './decodeUtf8.ts'
import { utf8Length } from './hex.ts'

const BACKSLASH = 0x5c
const SHORT: Readonly<Record<string, number>> = { '"': 0x22, '\\': 0x5c, '/': 0x2f, b: 8, f: 12, n: 10, r: 13, t: 9 }

/**
 * The characters of JSON bytes from `start` up to `end`, escapes read as the characters they stand for. Total: bytes
 * that are not UTF-8 become characters of their own, a backslash that begins no escape is a backslash.
 */
export function charactersOfBytes(bytes: Uint8Array, start = 0, end = bytes.length): Character[] {
  const characters: Character[] = []
  for (let at = start; at < end; ) {
    const character = bytes[at] === BACKSLASH ? readEscape(bytes, at, end) : readRaw(bytes, at, end)
    characters.push(character)
    at = character.end
  }
  return characters
}

/** The characters of a text as it stands, with the offsets that its UTF-8 would have. Nothing in it is an escape. */
export function charactersOfText(text: string): Character[] {
  const characters: Character[] = []
  let start = 0
  for (const letter of text) {
    const point = letter.codePointAt(0) ?? 0
    const end = start + utf8Length(point)
    characters.push({ point, spelling: 'raw', escape: '', start, end })
    start = end
  }
  return characters
}

function readRaw(bytes: Uint8Array, at: number, end: number): Character {
  const read = decodeUtf8(bytes, at, end)
  if (read === null) return { point: bytes[at] ?? 0, spelling: 'byte', escape: '', start: at, end: at + 1 }
  return { point: read.point, spelling: 'raw', escape: '', start: at, end: at + read.length }
}

function readEscape(bytes: Uint8Array, at: number, end: number): Character {
  const letter = at + 1 < end ? String.fromCharCode(bytes[at + 1] ?? 0) : ''
  const short = SHORT[letter]
  if (short !== undefined) return { point: short, spelling: 'escape', escape: `\\${letter}`, start: at, end: at + 2 }
  const high = letter === 'u' ? readUnit(bytes, at + 2, end) : null
  if (high === null) return readRaw(bytes, at, end)

  const low = isHigh(high) && bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75 ? readUnit(bytes, at + 8, end) : null
  const isPair = low !== null && low >= 0xdc00 && low <= 0xdfff
  const length = isPair ? 12 : 6
  const point = isPair ? 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00) : high
  return { point, spelling: 'escape', escape: String.fromCharCode(...bytes.subarray(at, at + length)), start: at, end: at + length }
}

/** Four hexadecimal digits, or null where there are none before `end`. */
function readUnit(bytes: Uint8Array, at: number, end: number): number | null {
  if (at + 4 > end) return null
  const digits = String.fromCharCode(...bytes.subarray(at, at + 4))
  return /^[0-9A-Fa-f]{4}$/.test(digits) ? parseInt(digits, 16) : null
}

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
