import { JsonError } from './JsonError.ts'
import { ascii } from './readString.ts'

const DIGIT_0 = 0x30
const DIGIT_9 = 0x39

/** What was read, and the offset of the first byte after the number. */
export interface NumberRead {
  readonly value: number
  readonly end: number
}

/**
 * Reads the number that begins at `start`. Throws a JsonError where the grammar of RFC 8259 is not kept, where the
 * number overflows, and where two readers could disagree about an integer (see `isExact`).
 */
export function readNumber(bytes: Uint8Array, start: number): NumberRead {
  let at = bytes[start] === 0x2d ? start + 1 : start
  const whole = digitsFrom(bytes, at)
  if (whole === at) throw new JsonError('bad_number', at, 'A digit is missing')
  if (bytes[at] === DIGIT_0 && whole > at + 1) throw new JsonError('bad_number', at, 'A number must not begin with a zero')
  at = whole

  if (bytes[at] === 0x2e) at = someDigits(bytes, at + 1)
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[at + 1]
    at = someDigits(bytes, sign === 0x2b || sign === 0x2d ? at + 2 : at + 1)
  }

  const value = Number(ascii(bytes, start, at))
  if (!Number.isFinite(value)) throw new JsonError('number_overflow', start, 'The number is too large')
  const isIntegerLiteral = at === whole
  if (isIntegerLiteral ? !Number.isSafeInteger(value) : !isExact(value)) throw new JsonError('integer_not_exact', start, 'An integer beyond 2^53-1 must be sent as a string; here it stands as a number')
  return { value, end: at }
}

/**
 * Whether the canonical spelling of a number means the same to every reader. RFC 8785 prints whole numbers below 1e21
 * without an exponent, and such a literal beyond 2^53-1 is read by some as an exact integer and by others as a rounded
 * one. So those are refused however they were written (`9007199254740993`, `1e17`); `1E30` stays, because its
 * canonical form `1e+30` has an exponent.
 */
export function isExact(value: number): boolean {
  return !Number.isInteger(value) || Math.abs(value) <= Number.MAX_SAFE_INTEGER || Math.abs(value) >= 1e21
}

function someDigits(bytes: Uint8Array, at: number): number {
  const end = digitsFrom(bytes, at)
  if (end === at) throw new JsonError('bad_number', at, 'A digit is missing')
  return end
}

function digitsFrom(bytes: Uint8Array, at: number): number {
  let end = at
  for (let byte = bytes[end]; byte !== undefined && byte >= DIGIT_0 && byte <= DIGIT_9; byte = bytes[end]) end++
  return end
}
