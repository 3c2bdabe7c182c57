import { isSize, type CompactRange } from './CompactRange.ts'
import { hashNode } from './treeHash.ts'

/** Where proofs find the nodes that `appendLeaf` gave out. A table with the key (level, index) is enough. */
export interface NodeReader {
  /** The hash of the full subtree of 2^level leaves that begins at leaf index * 2^level; null where it is not stored. */
  readNode(level: number, index: number): Uint8Array | null
}

/** The store lost a node that the tree must have: it is damaged, and no proof can be made. */
export class MissingNodeError extends Error {
  readonly code = 'missing_node'
  readonly level: number
  readonly index: number

  constructor(level: number, index: number) {
    super(`Node ${index} at level ${level} of the tree is not stored`)
    this.name = 'MissingNodeError'
    this.level = level
    this.index = index
  }
}

/**
 * The tree as it was at a size, from the stored nodes; its root is the root of that time. In O(log n).
 * @throws {RangeError} where no tree can have that size
 * @throws {MissingNodeError} where this tree never had it, or the store lost a node
 */
export function readRange(nodes: NodeReader, size: number): CompactRange {
  if (!isSize(size)) throw new RangeError(`${size} is not the size of a tree`)
  const peaks: Uint8Array[] = []
  for (let start = 0; start < size; ) {
    const width = largestPowerUpTo(size - start)
    peaks.push(hashOfSpan(nodes, { start, end: start + width }))
    start += width
  }
  return { size, peaks }
}

/** Leaves from `start` up to, but not including, `end`. */
export interface Span {
  readonly start: number
  readonly end: number
}

/**
 * The hash over leaves of the tree, where `start` is a multiple of the next power of two, as it is wherever RFC 6962
 * splits. Reads one node where the subtree is full, else one for each bit of its width.
 */
export function hashOfSpan(nodes: NodeReader, { start, end }: Span): Uint8Array {
  const width = end - start
  if (largestPowerUpTo(width) < width) {
    const middle = middleOf({ start, end })
    return hashNode(hashOfSpan(nodes, { start, end: middle }), hashOfSpan(nodes, { start: middle, end }))
  }
  const level = Math.log2(width)
  const hash = nodes.readNode(level, start / width)
  if (hash === null) throw new MissingNodeError(level, start / width)
  return hash
}

/** Where RFC 6962 splits: after the largest power of two that is smaller than the width, which must be over 1. */
export function middleOf({ start, end }: Span): number {
  return start + largestPowerUpTo(end - start - 1)
}

function largestPowerUpTo(count: number): number {
  let power = 1
  while (power * 2 <= count) power *= 2
  return power
}
