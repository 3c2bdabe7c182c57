import { isSize } from './CompactRange.ts'
import { hashOfSpan, middleOf, type NodeReader, type Span } from './NodeReader.ts'

/**
 * The proof that a leaf is in the tree of a size (RFC 6962 section 2.1.1, PATH), nearest sibling first. In O(log n).
 * @param request the leaf's index from 0, and the size of the tree, which may be any the log once had
 * @throws {RangeError} where the tree of that size has no such leaf
 * @throws {MissingNodeError} where the store lost a node
 */
export function makeInclusionProof(nodes: NodeReader, { index, size }: { readonly index: number; readonly size: number }): Uint8Array[] {
  if (!isSize(index) || !isSize(size) || index >= size) throw new RangeError(`A tree of ${size} leaves has no leaf ${index}`)
  return pathOf(nodes, index, { start: 0, end: size })
}

/**
 * The proof that the tree of `second` leaves continues the tree of `first` leaves (RFC 6962 section 2.1.2, PROOF).
 * In O(log n).
 * @throws {RangeError} where `first` is 0 or larger than `second`: there is nothing to prove
 * @throws {MissingNodeError} where the store lost a node
 */
export function makeConsistencyProof(nodes: NodeReader, { first, second }: { readonly first: number; readonly second: number }): Uint8Array[] {
  if (!isSize(first) || !isSize(second) || first === 0 || first > second) {
    throw new RangeError(`A tree of ${second} leaves cannot continue one of ${first}`)
  }
  return subproofOf(nodes, first, { start: 0, end: second })
}

function pathOf(nodes: NodeReader, index: number, { start, end }: Span): Uint8Array[] {
  if (end - start === 1) return []
  const middle = middleOf({ start, end })
  const left = { start, end: middle }
  const right = { start: middle, end }
  return index < middle ? [...pathOf(nodes, index, left), hashOfSpan(nodes, right)] : [...pathOf(nodes, index, right), hashOfSpan(nodes, left)]
}

/** SUBPROOF of RFC 6962: how the first `first` leaves lie in the span that holds the last of them. */
function subproofOf(nodes: NodeReader, first: number, { start, end }: Span): Uint8Array[] {
  // What begins at leaf 0 is the first tree itself, whose root the verifier already has.
  if (first === end) return start === 0 ? [] : [hashOfSpan(nodes, { start, end })]
  const middle = middleOf({ start, end })
  const left = { start, end: middle }
  const right = { start: middle, end }
  return first <= middle ? [...subproofOf(nodes, first, left), hashOfSpan(nodes, right)] : [...subproofOf(nodes, first, right), hashOfSpan(nodes, left)]
}
