import type { JsonObject, JsonValue } from './JsonValue.ts'
import { MAX_DEPTH, MAX_KEYS } from './limits.ts'
import { isExact } from './readNumber.ts'
import { isSurrogate, joinSurrogates } from './utf8.ts'

/**
 * Prints a value in its one canonical spelling (RFC 8785, JCS): no space, keys sorted by UTF-16 code units, numbers
 * and strings as ECMAScript prints them.
 * @throws {RangeError} for what the parser would not read back: lone surrogates, numbers that are not finite or not
 * exact, objects that are not plain, nesting over 64, over 1,000 keys. A caller that hands in such a value has made a mistake.
 */
export function printCanonicalJson(value: JsonValue): string {
  return print(value, 0)
}

function print(value: JsonValue, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return printString(value)
  if (typeof value === 'number') return printNumber(value)
  if (typeof value !== 'object') throw new RangeError(`JSON has no ${typeof value}`)
  if (depth === MAX_DEPTH) throw new RangeError(`Arrays and objects nest deeper than ${MAX_DEPTH}`)
  return isArray(value) ? printArray(value, depth + 1) : printObject(value, depth + 1)
}

function printArray(items: readonly JsonValue[], depth: number): string {
  // `map` would leave out the holes of a sparse array and print something that nobody meant.
  const parts = Array.from(items, (item) => print(item, depth))
  return `[${parts.join(',')}]`
}

function printObject(object: JsonObject, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== null && prototype !== Object.prototype) throw new RangeError('JSON has plain objects only')
  const keys = Object.keys(object)
  if (keys.length > MAX_KEYS) throw new RangeError(`An object has more than ${MAX_KEYS} keys`)
  const parts = keys.sort().map((key) => `${printString(key)}:${print(object[key] as JsonValue, depth)}`)
  return `{${parts.join(',')}}`
}

function printNumber(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`JSON has no ${value}`)
  if (!isExact(value)) throw new RangeError(`${value} is an integer beyond 2^53-1`)
  // ECMAScript's own spelling is the one that RFC 8785 asks for; negative zero comes out as 0.
  return String(value)
}

function printString(text: string): string {
  for (let i = 0; i < text.length; i++) {
    if (!isSurrogate(text.charCodeAt(i))) continue
    if (Number.isNaN(joinSurrogates(text.charCodeAt(i), text.charCodeAt(++i)))) throw new RangeError('A lone surrogate has no JSON')
  }
  return JSON.stringify(text)
}

// Array.isArray does not narrow a readonly array away from an object.
const isArray = (value: readonly JsonValue[] | JsonObject): value is readonly JsonValue[] => Array.isArray(value)
