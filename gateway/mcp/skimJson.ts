import { parseJson, type ByteSpan } from '../../shared/json/index.ts'
import { MAX_PARTS } from './limits.ts'

/** A member whose value was not looked into. */
export interface SkimmedMember {
  readonly key: string
  readonly value: ByteSpan
}

/**
 * Finds the members of the object at `span` without reading what is inside them. Where the strict parser refuses a
 * whole frame for one big integer deep in a result, this still finds the id. Nothing that is decided upon is read so.
 * @param bytes any bytes, also ones that are no JSON
 * @returns null where there is no object, where it is broken or has more than `MAX_PARTS` members, or where one key
 * stands in it twice
 */
export function membersOf(bytes: Uint8Array, span: ByteSpan): readonly SkimmedMember[] | null {
  const members: SkimmedMember[] = []
  const seen = new Set<string>()
  const isWhole = eachPart(bytes, span, 0x7b, 0x7d, (at) => {
    const keyEnd = endOfValue(bytes, at)
    const key = bytes[at] === 0x22 ? scalarAt(bytes, { start: at, end: keyEnd }) : null
    const colon = skipSpace(bytes, keyEnd)
    if (typeof key !== 'string' || seen.has(key) || bytes[colon] !== 0x3a) return -1
    const start = skipSpace(bytes, colon + 1)
    const end = endOfValue(bytes, start)
    seen.add(key)
    members.push({ key, value: { start, end } })
    return end
  })
  return isWhole ? members : null
}

/** Finds the items of the array at `span` in the same way; null where there is none, or it is broken or too long. */
export function itemsOf(bytes: Uint8Array, span: ByteSpan): readonly ByteSpan[] | null {
  const items: ByteSpan[] = []
  const isWhole = eachPart(bytes, span, 0x5b, 0x5d, (start) => {
    const end = endOfValue(bytes, start)
    items.push({ start, end })
    return end
  })
  return isWhole ? items : null
}

/** The one value of a whole text without the space around it; null where something else follows it. */
export function wholeValue(bytes: Uint8Array): ByteSpan | null {
  const start = skipSpace(bytes, 0)
  const end = endOfValue(bytes, start)
  return end !== -1 && skipSpace(bytes, end) === bytes.length ? { start, end } : null
}

/** The string, number, boolean or null at `span`, strictly read; undefined where there is none. */
export function scalarAt(bytes: Uint8Array, span: ByteSpan): string | number | boolean | null | undefined {
  const first = bytes[span.start]
  if (first === undefined || first === 0x7b || first === 0x5b || span.end <= span.start) return undefined
  try {
    const node = parseJson(bytes.subarray(span.start, span.end))
    if (node.kind === 'null') return null
    return node.kind === 'array' || node.kind === 'object' ? undefined : node.value
  } catch {
    return undefined
  }
}

/** Calls `readPart` at the start of every part between two brackets; it gives the part's end, or -1 where it is broken. */
function eachPart(bytes: Uint8Array, span: ByteSpan, open: number, close: number, readPart: (at: number) => number): boolean {
  if (bytes[span.start] !== open) return false
  let at = skipSpace(bytes, span.start + 1)
  if (bytes[at] === close) return at + 1 === span.end
  for (let parts = 0; parts < MAX_PARTS; parts++) {
    const end = readPart(at)
    if (end === -1) return false
    at = skipSpace(bytes, end)
    if (bytes[at] === close) return at + 1 === span.end
    if (bytes[at] !== 0x2c) return false
    at = skipSpace(bytes, at + 1)
  }
  return false
}

/** The offset after the value at `at`, or -1 where it does not end. Counts brackets and knows strings, no more. */
function endOfValue(bytes: Uint8Array, at: number): number {
  const first = bytes[at]
  if (first === 0x22) return endOfString(bytes, at)
  if (first !== 0x7b && first !== 0x5b) return endOfWord(bytes, at)
  let depth = 0
  for (let i = at; i < bytes.length; i++) {
    const byte = bytes[i]
    if (byte === 0x22) {
      const end = endOfString(bytes, i)
      if (end === -1) return -1
      i = end - 1
    } else if (byte === 0x7b || byte === 0x5b) depth++
    else if ((byte === 0x7d || byte === 0x5d) && --depth === 0) return i + 1
  }
  return -1
}

function endOfString(bytes: Uint8Array, at: number): number {
  for (let i = at + 1; i < bytes.length; i++) {
    if (bytes[i] === 0x5c) i++
    else if (bytes[i] === 0x22) return i + 1
  }
  return -1
}

function endOfWord(bytes: Uint8Array, at: number): number {
  let end = at
  while (end < bytes.length && !isWordEnd(bytes[end] ?? 0)) end++
  return end === at ? -1 : end
}

function skipSpace(bytes: Uint8Array, at: number): number {
  let end = at
  while (bytes[end] === 0x20 || bytes[end] === 0x09 || bytes[end] === 0x0a || bytes[end] === 0x0d) end++
  return end
}

const isWordEnd = (byte: number) => byte <= 0x20 || byte === 0x22 || byte === 0x2c || byte === 0x3a || byte === 0x5b || byte === 0x5d || byte === 0x7b || byte === 0x7d
