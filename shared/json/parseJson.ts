import { JsonError } from './JsonError.ts'
import type { JsonMember, JsonNode } from './JsonValue.ts'
import { MAX_DEPTH, MAX_KEYS } from './limits.ts'
import { readNumber } from './readNumber.ts'
import { readString } from './readString.ts'

/**
 * Parses one JSON text strictly: I-JSON (RFC 7493) with noncharacters allowed. Refused are duplicate keys, lone
 * surrogates, bad UTF-8, a byte order mark, integers that are not exact, numbers that overflow, nesting over 64,
 * objects of over 1,000 keys, and anything after the value.
 * @param bytes the whole text
 * @param mostValues how many values it may hold, itself among them: each costs far more than its bytes
 * @returns the value with the place of every part
 * @throws {JsonError} which says what is wrong and at which byte
 */
export function parseJson(bytes: Uint8Array, mostValues: number = Number.POSITIVE_INFINITY): JsonNode {
  const reader = new Reader(bytes, mostValues)
  const node = reader.readValue(0)
  reader.expectEnd()
  return node
}

class Reader {
  readonly #bytes: Uint8Array
  readonly #mostValues: number
  #at = 0
  #values = 0

  constructor(bytes: Uint8Array, mostValues: number) {
    this.#bytes = bytes
    this.#mostValues = mostValues
  }

  readValue(depth: number): JsonNode {
    this.#skipSpace()
    const start = this.#at
    if (++this.#values > this.#mostValues) throw new JsonError('too_many_values', start, `The text holds more than ${this.#mostValues} values`)
    switch (this.#bytes[start]) {
      case 0x7b:
        return this.#readObject(start, depth + 1)
      case 0x5b:
        return this.#readArray(start, depth + 1)
      case 0x22:
        return { kind: 'string', value: this.#readString(), start, end: this.#at }
      case 0x74:
        return { kind: 'boolean', value: true, start, end: this.#word('true') }
      case 0x66:
        return { kind: 'boolean', value: false, start, end: this.#word('false') }
      case 0x6e:
        return { kind: 'null', start, end: this.#word('null') }
      default:
        return this.#readNumber(start)
    }
  }

  expectEnd(): void {
    this.#skipSpace()
    if (this.#at < this.#bytes.length) throw new JsonError('trailing_bytes', this.#at, 'Something follows the value')
  }

  #readObject(start: number, depth: number): JsonNode {
    this.#checkDepth(depth)
    const members: JsonMember[] = []
    const seen = new Set<string>()
    this.#at++
    if (!this.#takeIf(0x7d)) {
      do {
        const member = this.#readMember(depth)
        if (seen.has(member.key)) throw new JsonError('duplicate_key', member.keySpan.start, 'The same key stands twice in one object')
        if (seen.size === MAX_KEYS) throw new JsonError('too_many_keys', member.keySpan.start, `An object has more than ${MAX_KEYS} keys`)
        seen.add(member.key)
        members.push(member)
      } while (this.#takeIf(0x2c))
      this.#take(0x7d, 'A comma or the end of the object is missing')
    }
    return { kind: 'object', members, start, end: this.#at }
  }

  #readMember(depth: number): JsonMember {
    this.#skipSpace()
    const start = this.#at
    if (this.#bytes[start] !== 0x22) throw this.#unexpected('A key is missing')
    const key = this.#readString()
    const keySpan = { start, end: this.#at }
    this.#take(0x3a, 'A colon is missing')
    return { key, keySpan, value: this.readValue(depth) }
  }

  #readArray(start: number, depth: number): JsonNode {
    this.#checkDepth(depth)
    const items: JsonNode[] = []
    this.#at++
    if (!this.#takeIf(0x5d)) {
      do items.push(this.readValue(depth))
      while (this.#takeIf(0x2c))
      this.#take(0x5d, 'A comma or the end of the array is missing')
    }
    return { kind: 'array', items, start, end: this.#at }
  }

  #readString(): string {
    const { value, end } = readString(this.#bytes, this.#at)
    this.#at = end
    return value
  }

  #readNumber(start: number): JsonNode {
    const byte = this.#bytes[start] ?? 0
    if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) throw this.#unexpected('A value is missing')
    const { value, end } = readNumber(this.#bytes, start)
    this.#at = end
    return { kind: 'number', value, start, end }
  }

  #word(word: string): number {
    for (let i = 0; i < word.length; i++, this.#at++) {
      if (this.#bytes[this.#at] !== word.charCodeAt(i)) throw this.#unexpected(`The word "${word}" is not whole`)
    }
    return this.#at
  }

  #checkDepth(depth: number): void {
    if (depth > MAX_DEPTH) throw new JsonError('too_deep', this.#at, `Arrays and objects nest deeper than ${MAX_DEPTH}`)
  }

  #take(byte: number, otherwise: string): void {
    if (!this.#takeIf(byte)) throw this.#unexpected(otherwise)
  }

  #takeIf(byte: number): boolean {
    this.#skipSpace()
    if (this.#bytes[this.#at] !== byte) return false
    this.#at++
    return true
  }

  #skipSpace(): void {
    for (;;) {
      const byte = this.#bytes[this.#at]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return
      this.#at++
    }
  }

  #unexpected(what: string): JsonError {
    const isOver = this.#at >= this.#bytes.length
    return new JsonError(isOver ? 'unexpected_end' : 'unexpected_byte', this.#at, isOver ? `${what}: the text ends` : what)
  }
}
