import { JsonError, parseJson, type JsonNode } from '../../json/index.ts'
import { showText } from '../showText.ts'
import type { Token } from '../tokens/Token.ts'
import { classOf } from '../unicode/classOf.ts'
import type { CriticalCandidate } from './FactsDocument.ts'
import { textOf } from './listFacts.ts'
import { resolvePointer } from './pointer.ts'

/** A longer value is not asked for: nobody types it without mistakes. */
export const MAX_TYPED = 128

/**
 * The value that a lone reviewer must type. `untypable` where no keyboard could: it is empty, very long, no single
 * value, has hidden characters or loose accents, or begins or ends with a space.
 */
export type CriticalValue =
  | { readonly status: 'typable'; readonly expected: string; readonly value: readonly Token[] }
  | { readonly status: 'untypable'; readonly value: readonly Token[] }
  | { readonly status: 'absent' }

/**
 * Looks up the value at a JSON pointer from the root of the invocation.
 * @returns `absent` where the bytes cannot be read or the pointer leads nowhere; the caller must ask for another value
 */
export function criticalValue(invocationBytes: Uint8Array, pointer: string): CriticalValue {
  const root = parseOrNull(invocationBytes)
  const node = root === null ? null : resolvePointer(root, pointer)
  return node === null ? { status: 'absent' } : criticalValueOf(node)
}

/** Whether what was typed is the value: same length, same case, same code units. Look-alikes do not match. */
export function matchesTyped(expected: string, typed: string): boolean {
  return expected === typed
}

/** A candidate for the facts document, or null where the pointer leads nowhere. */
export function candidateAt(root: JsonNode, pointer: string): CriticalCandidate | null {
  const node = resolvePointer(root, pointer)
  if (node === null) return null
  const found = criticalValueOf(node)
  const isTypable = found.status === 'typable'
  return { where: showText(pointer).tokens, value: found.status === 'absent' ? [] : found.value, isTypable, start: node.start, end: node.end }
}

function criticalValueOf(node: JsonNode): CriticalValue {
  const isWhole = node.kind === 'string' || node.kind === 'number' || node.kind === 'boolean'
  const text = textOf(node)
  const shown = showText(text)
  const isEasy = shown.tokens.length === 1 && shown.tokens[0]?.kind === 'plain' && text.length <= MAX_TYPED && !hasMarks(text)
  if (!isWhole || !isEasy || text.startsWith(' ') || text.endsWith(' ')) return { status: 'untypable', value: isWhole ? shown.tokens : [] }
  return { status: 'typable', expected: text, value: shown.tokens }
}

// A letter with an accent can be one character or two, and the keyboard decides which.
const hasMarks = (text: string) => [...text].some((letter) => classOf(letter.codePointAt(0) ?? 0) === 'mark')

function parseOrNull(bytes: Uint8Array): JsonNode | null {
  try {
    return parseJson(bytes)
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}
