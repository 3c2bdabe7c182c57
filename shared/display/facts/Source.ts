import type { JsonNode } from '../../json/index.ts'
import { charactersOfBytes } from '../tokens/readCharacters.ts'
import type { Span } from './FactsDocument.ts'

/** A string of the invocation, and where each piece of it stands in the bytes. */
export interface Source {
  readonly text: string
  /** The bytes that the code units from `start` up to `end` of the text stand for. */
  readonly spanOf: (start: number, end: number) => Span
}

/** A string node together with the places of its characters. `bytes` are those that the node was parsed from. */
export function sourceOfString(bytes: Uint8Array, node: JsonNode & { readonly kind: 'string' }): Source {
  const starts: number[] = []
  for (const { point, start } of charactersOfBytes(bytes, node.start + 1, node.end - 1)) {
    starts.push(start)
    if (point > 0xffff) starts.push(start)
  }
  const offsetAt = (unit: number) => starts[unit] ?? node.end - 1
  return { text: node.value, spanOf: (start, end) => ({ start: offsetAt(start), end: offsetAt(end) }) }
}
