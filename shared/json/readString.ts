import { JsonError } from './JsonError.ts'
import { decodeSequence, isSurrogate, joinSurrogates } from './utf8.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t',
}

/** What was read, and the offset of the first byte after the closing quote. */
export interface StringRead {
  readonly value: string
  readonly end: number
}

/**
 * Reads the string whose opening quote stands at `start`. Throws a JsonError for bad UTF-8, bare control characters,
 * unknown escapes, lone surrogates and a missing end. Noncharacters such as U+FFFE are accepted.
 */
export function readString(bytes: Uint8Array, start: number): StringRead {
  let value = ''
  let at = start + 1
  for (;;) {
    const plain = endOfPlain(bytes, at)
    value += ascii(bytes, at, plain)
    at = plain
    const byte = bytes[at]
    if (byte === undefined) throw new JsonError('unexpected_end', at, 'The text ends inside a string')
    if (byte === QUOTE) return { value, end: at + 1 }
    if (byte < 0x20) throw new JsonError('control_character', at, `Control character ${hex(byte)} must be escaped`)

    const read = byte === BACKSLASH ? readEscape(bytes, at) : readCharacter(bytes, at)
    value += read.value
    at = read.end
  }
}

function readCharacter(bytes: Uint8Array, at: number): StringRead {
  const sequence = decodeSequence(bytes, at)
  if (sequence === null) throw new JsonError('bad_utf8', at, `Byte ${hex(bytes[at] ?? 0)} is not well-formed UTF-8`)
  return { value: String.fromCodePoint(sequence.point), end: at + sequence.length }
}

function readEscape(bytes: Uint8Array, at: number): StringRead {
  const letter = String.fromCharCode(bytes[at + 1] ?? 0)
  const short = SHORT_ESCAPES[letter]
  if (short !== undefined) return { value: short, end: at + 2 }
  if (letter !== 'u') throw new JsonError('bad_escape', at, 'Unknown escape')

  const unit = readUnit(bytes, at)
  if (!isSurrogate(unit)) return { value: String.fromCharCode(unit), end: at + 6 }
  const isFollowed = bytes[at + 6] === BACKSLASH && bytes[at + 7] === 0x75
  const point = isFollowed ? joinSurrogates(unit, readUnit(bytes, at + 6)) : Number.NaN
  if (Number.isNaN(point)) throw new JsonError('lone_surrogate', at, `Lone surrogate \\u${unit.toString(16)}`)
  return { value: String.fromCodePoint(point), end: at + 12 }
}

/** The four hexadecimal digits of the `\u` escape that begins at `at`. */
function readUnit(bytes: Uint8Array, at: number): number {
  let unit = 0
  for (let i = 2; i < 6; i++) {
    const digit = hexDigit(bytes[at + i] ?? 0)
    if (digit === -1) throw new JsonError('bad_escape', at, 'An escape \\u needs four hexadecimal digits')
    unit = unit * 16 + digit
  }
  return unit
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1
}

/** The first offset from `at` on that is not a plain ASCII character of a string. */
function endOfPlain(bytes: Uint8Array, at: number): number {
  let end = at
  for (;;) {
    const byte = bytes[end]
    if (byte === undefined || byte < 0x20 || byte === QUOTE || byte === BACKSLASH || byte > 0x7f) return end
    end++
  }
}

/** Below this many characters one by one is faster than in one call. */
const FEW = 24
/** A call with very many arguments overflows the stack. */
const PIECE = 4_096

/**
 * ASCII characters as text. Most of what is read anywhere passes here; an array is handed over whole because spreading
 * it, which asks its iterator for each byte, takes several times as long.
 */
export function ascii(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  if (end - start < FEW) {
    for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] ?? 0)
    return text
  }
  for (let at = start; at < end; at += PIECE) {
    const piece: string = Reflect.apply(String.fromCharCode, null, bytes.subarray(at, Math.min(at + PIECE, end)))
    text += piece
  }
  return text
}

const hex = (byte: number) => `0x${byte.toString(16).padStart(2, '0')}`
