import type { JsonObject, JsonValue } from '../json/index.ts'
import { HASH_BYTES, bytesOfDigest, parseDigest, printDigest } from './Digest.ts'
import { EMPTY_ROOT, hashNode } from './treeHash.ts'

/**
 * All that is needed of an RFC 6962 tree to let it grow: its size, and the roots of the full subtrees it consists of,
 * largest first, one for each bit that is set in the size.
 */
export interface CompactRange {
  readonly size: number
  readonly peaks: readonly Uint8Array[]
}

/** A full subtree: 2^level leaves from leaf index * 2^level on. Once there it never changes. Level 0 is a leaf. */
export interface TreeNode {
  readonly level: number
  readonly index: number
  readonly hash: Uint8Array
}

/** The tree without leaves. */
export const EMPTY_RANGE: CompactRange = { size: 0, peaks: [] }

/**
 * Appends a leaf, in O(log n). The range that was handed in stays as it is, so that a write that fails can be forgotten.
 * @param leafHash as `hashEntry` gave it
 * @returns the grown range, and the nodes that became whole by it, leaf first: those a `NodeReader` must find later
 * @throws {RangeError} where the leaf is not a hash or the tree is full (2^53-1 leaves)
 */
export function appendLeaf(range: CompactRange, leafHash: Uint8Array): { range: CompactRange; nodes: readonly TreeNode[] } {
  if (leafHash.length !== HASH_BYTES) throw new RangeError(`A leaf hash has ${HASH_BYTES} bytes, not ${leafHash.length}`)
  if (range.size >= Number.MAX_SAFE_INTEGER) throw new RangeError('The tree is full')

  const peaks = [...range.peaks]
  let node: TreeNode = { level: 0, index: range.size, hash: leafHash }
  const nodes = [node]
  // A node with an odd index is a right child; the last peak is its left sibling and is used up.
  for (let left = peaks.at(-1); node.index % 2 === 1 && left !== undefined; left = peaks.at(-1)) {
    peaks.pop()
    node = { level: node.level + 1, index: (node.index - 1) / 2, hash: hashNode(left, node.hash) }
    nodes.push(node)
  }
  return { range: { size: range.size + 1, peaks: [...peaks, node.hash] }, nodes }
}

/** The root of the tree at its current size (RFC 6962 section 2.1). */
export function rootOf(range: CompactRange): Uint8Array {
  return range.peaks.length === 0 ? EMPTY_ROOT : range.peaks.reduceRight((right, peak) => hashNode(peak, right))
}

/** The range as JSON, for storing. */
export function printRange({ size, peaks }: CompactRange): JsonObject {
  return { size, peaks: peaks.map(printDigest) }
}

/** A range that was stored, or null where it is not one. Whether it is the right one only its root can tell. */
export function parseRange(stored: JsonValue): CompactRange | null {
  if (typeof stored !== 'object' || stored === null || !('size' in stored) || !('peaks' in stored)) return null
  const { size, peaks } = stored
  if (!isSize(size) || !Array.isArray(peaks) || peaks.length !== countOfPeaks(size)) return null
  const hashes = peaks.flatMap((peak: JsonValue) => {
    const digest = typeof peak === 'string' ? parseDigest(peak) : null
    return digest === null ? [] : [bytesOfDigest(digest)]
  })
  return hashes.length === peaks.length ? { size, peaks: hashes } : null
}

/** Whether a number can be the size of a tree or the index of a leaf: a whole number up to 2^53-1, not negative. */
export function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function countOfPeaks(size: number): number {
  return size.toString(2).replaceAll('0', '').length
}
