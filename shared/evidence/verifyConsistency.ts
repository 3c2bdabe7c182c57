import { equalBytes } from './bytes.ts'
import { isSize } from './CompactRange.ts'
import { HASH_BYTES } from './Digest.ts'
import { EMPTY_ROOT, hashNode } from './treeHash.ts'

/** The claim that a tree continues an earlier one. */
export interface ConsistencyClaim {
  readonly first: number
  readonly second: number
  readonly firstRoot: Uint8Array
  readonly secondRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/** The claim that leaves `start` up to, but not including, `end` of a tree have a hash of their own. */
export interface SubtreeClaim {
  readonly start: number
  readonly end: number
  readonly size: number
  readonly subtreeRoot: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/**
 * Whether the second tree holds the first one unchanged and only grew, by RFC 9162 section 2.1.4.2. False for everything
 * malformed: a first tree that is empty (every tree continues it, so it proves nothing) or larger than the second, a
 * hash of another length, a proof too short or too long. Never throws.
 */
export function verifyConsistency({ first, second, firstRoot, secondRoot, proof }: ConsistencyClaim): boolean {
  return first !== 0 && verifySubtree({ start: 0, end: first, size: second, subtreeRoot: firstRoot, root: secondRoot, proof })
}

/**
 * Whether a stretch of leaves is part of a tree, for instance the entries of one file of a ledger whose tree runs on.
 * The stretch must be one that RFC 6962 can hash alone: it begins at a multiple of the next power of two of its length.
 * The algorithm is RFC 9162 section 2.1.4.2 with a left edge that may lie within the tree, as in "Merkle Tree
 * Certificates" (draft-ietf-plants-merkle-tree-certs). False for everything malformed. Never throws.
 */
export function verifySubtree({ start, end, size, subtreeRoot, root, proof }: SubtreeClaim): boolean {
  if (!isSize(start) || !isSize(end) || !isSize(size) || start > end || end > size) return false
  if (start === end) return proof.length === 0 && equalBytes(subtreeRoot, EMPTY_ROOT)
  if (start % nextPower(end - start) !== 0) return false
  // Where a whole tree is compared with itself nothing is hashed, so the roots need only be equal.
  const hashes = proof.length === 0 ? [] : [subtreeRoot, root, ...proof]
  return hashes.every((hash) => hash.length === HASH_BYTES) && climb({ start, end, size, subtreeRoot, root, proof })
}

function climb({ start, end, size, subtreeRoot, root, proof }: SubtreeClaim): boolean {
  let at: Edges = { left: start, right: end - 1, last: size - 1 }
  // Up to the largest full subtree that ends where the stretch ends; the proof begins there.
  while (at.left !== at.right && (at.right === at.last || at.right % 2 === 1)) at = rise(at)
  const isWhole = at.left === at.right
  const [seed, ...siblings] = isWhole ? [subtreeRoot, ...proof] : proof
  if (seed === undefined) return false

  let partHash = seed
  let hash = seed
  for (const sibling of siblings) {
    if (at.last === 0) return false
    if (at.right % 2 === 1 || at.right === at.last) {
      if (at.left < at.right) partHash = hashNode(sibling, partHash)
      hash = hashNode(sibling, hash)
      // A node at the ragged right edge has no sibling at these levels and rises without being hashed.
      while (at.right % 2 === 0 && at.right !== 0) at = rise(at)
    } else {
      hash = hashNode(hash, sibling)
    }
    at = rise(at)
  }
  return at.last === 0 && equalBytes(partHash, subtreeRoot) && equalBytes(hash, root)
}

/** The nodes over the first and last leaf of the stretch and over the last leaf of the tree, at one level. */
interface Edges {
  readonly left: number
  readonly right: number
  readonly last: number
}

const rise = ({ left, right, last }: Edges): Edges => ({ left: half(left), right: half(right), last: half(last) })

const half = (value: number) => Math.floor(value / 2)

function nextPower(count: number): number {
  let power = 1
  while (power < count) power *= 2
  return power
}
