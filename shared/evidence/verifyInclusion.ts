import { equalBytes } from './bytes.ts'
import { isSize } from './CompactRange.ts'
import { HASH_BYTES } from './Digest.ts'
import { hashNode } from './treeHash.ts'

/** The claim that a leaf is in a tree. */
export interface InclusionClaim {
  readonly index: number
  readonly size: number
  readonly leafHash: Uint8Array
  readonly root: Uint8Array
  readonly proof: readonly Uint8Array[]
}

/**
 * Whether the leaf with this index is in the tree with this size and root, by RFC 9162 section 2.1.3.2. False for
 * everything malformed: an index beyond the size, a hash of another length, a proof too short or too long. Never throws.
 */
export function verifyInclusion({ index, size, leafHash, root, proof }: InclusionClaim): boolean {
  if (!isSize(index) || !isSize(size) || index >= size) return false
  if (![leafHash, root, ...proof].every((hash) => hash.length === HASH_BYTES)) return false

  let node = index
  let last = size - 1
  let hash = leafHash
  for (const sibling of proof) {
    if (last === 0) return false
    if (node % 2 === 1 || node === last) {
      hash = hashNode(sibling, hash)
      // A node at the ragged right edge has no sibling at these levels and rises without being hashed.
      for (; node % 2 === 0 && node !== 0; last = half(last)) node = half(node)
    } else {
      hash = hashNode(hash, sibling)
    }
    node = half(node)
    last = half(last)
  }
  return last === 0 && equalBytes(hash, root)
}

/** A shift to the right, which JavaScript has for 32 bits only. */
const half = (value: number) => Math.floor(value / 2)
