import type { JsonNode } from '../../json/index.ts'
import { showText } from '../showText.ts'
import { utf8Length } from '../tokens/hex.ts'
import type { Fact } from './FactsDocument.ts'
import { pointerTo } from './pointer.ts'

/** How many values are listed. The byte view shows all of them; more than this nobody reads as a list. */
export const MAX_FACTS = 1_000

/**
 * How long the places of all listed values may be together, in UTF-16 code units. A value stands in the bytes once, but a
 * key stands in the place of every value below it: without a limit one long key over many values would make a small call
 * into a document that fills the memory.
 */
export const MAX_PLACES = 65_536

/**
 * Every value that has no parts of its own, in the order of the bytes, up to the first that goes beyond `MAX_FACTS` or
 * `MAX_PLACES`; and how many were left out from there on.
 */
export function listFacts(root: JsonNode, pointer: string): { facts: Fact[]; leftOut: number } {
  const facts: Fact[] = []
  let leftOut = 0
  let places = 0
  const visit = (node: JsonNode, where: string) => {
    const children = childrenOf(node)
    for (const [key, child] of children) visit(child, pointerTo(where, key))
    if (children.length > 0) return
    if (leftOut > 0 || facts.length === MAX_FACTS || places + where.length > MAX_PLACES) return void leftOut++
    places += where.length
    facts.push(factOf(node, where))
  }
  visit(root, pointer)
  return { facts, leftOut }
}

/** The value of a node without parts as text: what a person would type for it. */
export function textOf(node: JsonNode): string {
  if (node.kind === 'object') return '{}'
  return node.kind === 'array' ? '[]' : node.kind === 'null' ? 'null' : String(node.value)
}

/** How many lines a text has: a line feed at its very end begins none. */
export function lineCount(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

/** The length of a text in UTF-8. */
export function byteLength(text: string): number {
  let length = 0
  for (const letter of text) length += utf8Length(letter.codePointAt(0) ?? 0)
  return length
}

function factOf(node: JsonNode, where: string): Fact {
  const text = textOf(node)
  return {
    where: showText(where).tokens,
    type: node.kind === 'object' ? 'empty object' : node.kind === 'array' ? 'empty array' : node.kind,
    value: showText(text).tokens,
    bytes: node.kind === 'string' ? byteLength(text) : node.end - node.start,
    lines: node.kind === 'string' ? lineCount(text) : 1,
    start: node.start,
    end: node.end,
  }
}

function childrenOf(node: JsonNode): (readonly [string | number, JsonNode])[] {
  if (node.kind === 'array') return node.items.map((item, i) => [i, item])
  return node.kind === 'object' ? node.members.map(({ key, value }) => [key, value]) : []
}
