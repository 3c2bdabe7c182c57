import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  EMPTY_RANGE,
  EMPTY_ROOT,
  MissingNodeError,
  appendLeaf,
  encodeBytes,
  hashEntry,
  hashLeaf,
  hashNode,
  makeConsistencyProof,
  makeInclusionProof,
  parseRange,
  printRange,
  readRange,
  rootOf,
  verifyConsistency,
  verifyInclusion,
  verifySubtree,
  type CompactRange,
  type NodeReader,
} from '../../../shared/evidence/index.ts'

const MOST = 200
const LEAVES = Array.from({ length: MOST }, (_, n) => hashEntry({ n }))
const { ranges, store } = grow(LEAVES)
const roots = ranges.map(rootOf)
const rootAt = (size: number) => roots[size] ?? EMPTY_ROOT
const leafAt = (index: number) => LEAVES[index] ?? EMPTY_ROOT
const hex = (bytes: Uint8Array) => encodeBytes(bytes, 'hex')

describe('a compact range', () => {
  it('has the root of the recursive definition at every size', () => {
    expect(roots.map(hex)).toEqual(ranges.map((_, size) => hex(naiveRoot(LEAVES.slice(0, size)))))
  })

  it('has the root that RFC 6962 gives to the tree without leaves', () => {
    expect(hex(rootOf(EMPTY_RANGE))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  })

  it('does not change the range it grew from', () => {
    const before = JSON.stringify(printRange(ranges[7] ?? EMPTY_RANGE))
    appendLeaf(ranges[7] ?? EMPTY_RANGE, leafAt(7))
    expect(JSON.stringify(printRange(ranges[7] ?? EMPTY_RANGE))).toBe(before)
  })

  it('comes back whole from storage, and from the stored nodes', () => {
    for (const range of ranges) {
      expect(parseRange(printRange(range))).toEqual(range)
      expect(readRange(store, range.size)).toEqual(range)
    }
  })

  it('is refused from storage where it cannot be one', () => {
    const { size, peaks } = printRange(ranges[5] ?? EMPTY_RANGE) as { size: number; peaks: string[] }
    const wrong = [null, 5, [], {}, { size }, { size: -1, peaks }, { size: 5.5, peaks }, { size: '5', peaks }, { size: 7, peaks }, { size, peaks: peaks.slice(1) }, { size, peaks: [...peaks.slice(1), 'sha256:'] }, { size, peaks: [1, 2] }]
    expect(wrong.map(parseRange)).toEqual(wrong.map(() => null))
  })

  it('takes nothing but a hash as a leaf', () => {
    expect(() => appendLeaf(EMPTY_RANGE, new Uint8Array(31))).toThrow(RangeError)
  })

  it('gives out each node once, when it becomes whole', () => {
    // A tree of 200 leaves holds 200 + 100 + 50 + 25 + 12 + 6 + 3 + 1 full subtrees.
    expect(store.count()).toBe(397)
  })
})

describe('an inclusion proof', () => {
  it('verifies for every leaf of every tree', () => {
    for (let size = 1; size <= MOST; size++) {
      for (let index = 0; index < size; index++) {
        const proof = makeInclusionProof(store, { index, size })
        if (!verifyInclusion({ index, size, proof, leafHash: leafAt(index), root: rootAt(size) })) expect.fail(`leaf ${index} of ${size}`)
      }
    }
  })

  it('no longer verifies once any byte of leaf, root or proof is changed, or a hash is cut, added or lost', () => {
    fc.assert(
      fc.property(anyLeaf(), fc.nat(), fc.integer({ min: 1, max: 255 }), ({ index, size }, at, mask) => {
        const claim = { index, size, leafHash: leafAt(index), root: rootAt(size), proof: makeInclusionProof(store, { index, size }) }
        const hashes = [claim.leafHash, claim.root, ...claim.proof]
        for (const [leafHash, root, ...proof] of variants(hashes, at, mask)) {
          expect(leafHash && root && verifyInclusion({ index, size, leafHash, root, proof })).toBe(false)
        }
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, EMPTY_ROOT] })).toBe(false)
        expect(verifyInclusion({ ...claim, proof: [...claim.proof, rootAt(size)] })).toBe(false)
        if (claim.proof.length > 0) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false)
        if (claim.proof.length > 0) expect(verifyInclusion({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false)
      }),
    )
  })

  it('does not verify for another leaf, nor for an index or size that no tree has', () => {
    fc.assert(
      fc.property(anyLeaf(), fc.nat(MOST), ({ index, size }, other) => {
        const claim = { index, size, leafHash: leafAt(index), root: rootAt(size), proof: makeInclusionProof(store, { index, size }) }
        if (other !== index) expect(verifyInclusion({ ...claim, index: other })).toBe(false)
        for (const wrong of [-1, -index - 1, size, index + 0.5, Number.NaN, Infinity, 2 ** 53, 2 ** 64]) expect(verifyInclusion({ ...claim, index: wrong })).toBe(false)
        for (const wrong of [0, -size, index, size + 0.5, Number.NaN, Infinity, 2 ** 53]) expect(verifyInclusion({ ...claim, size: wrong })).toBe(false)
      }),
    )
  })

  it('does not verify for a tree of another size', () => {
    fc.assert(
      fc.property(anyLeaf(), fc.integer({ min: 1, max: MOST }), ({ index, size }, other) => {
        const proof = makeInclusionProof(store, { index, size })
        const isGood = verifyInclusion({ index, size: other, leafHash: leafAt(index), root: rootAt(other), proof })
        expect(isGood).toBe(other === size)
      }),
    )
  })

  it('is not made for a leaf that is not there, nor from a store that lost a node', () => {
    expect(() => makeInclusionProof(store, { index: 3, size: 3 })).toThrow(RangeError)
    expect(() => makeInclusionProof(store, { index: -1, size: 3 })).toThrow(RangeError)
    expect(() => makeInclusionProof({ readNode: () => null }, { index: 1, size: 3 })).toThrow(MissingNodeError)
    expect(() => readRange(store, MOST + 1)).toThrow(MissingNodeError)
  })

  it('reads few nodes even of a tree of a million leaves', () => {
    let reads = 0
    const counting: NodeReader = { readNode: () => (reads++, EMPTY_ROOT) }
    makeInclusionProof(counting, { index: 999_998, size: 999_999 })
    makeConsistencyProof(counting, { first: 777_777, second: 999_999 })
    expect(reads).toBeLessThan(80)
  })
})

describe('a consistency proof', () => {
  it('verifies between every two trees', () => {
    for (let second = 1; second <= MOST; second++) {
      for (let first = 1; first <= second; first++) {
        const proof = makeConsistencyProof(store, { first, second })
        if (!verifyConsistency({ first, second, proof, firstRoot: rootAt(first), secondRoot: rootAt(second) })) expect.fail(`${first} in ${second}`)
      }
    }
  })

  it('no longer verifies once any byte of roots or proof is changed, or a hash is cut, added or lost', () => {
    fc.assert(
      fc.property(anyGrowth(), fc.nat(), fc.integer({ min: 1, max: 255 }), ({ first, second }, at, mask) => {
        const claim = { first, second, firstRoot: rootAt(first), secondRoot: rootAt(second), proof: makeConsistencyProof(store, { first, second }) }
        for (const [firstRoot, secondRoot, ...proof] of variants([claim.firstRoot, claim.secondRoot, ...claim.proof], at, mask)) {
          expect(firstRoot && secondRoot && verifyConsistency({ first, second, firstRoot, secondRoot, proof })).toBe(false)
        }
        expect(verifyConsistency({ ...claim, proof: [...claim.proof, EMPTY_ROOT] })).toBe(false)
        expect(verifyConsistency({ ...claim, proof: [EMPTY_ROOT, ...claim.proof] })).toBe(false)
        if (claim.proof.length > 0) expect(verifyConsistency({ ...claim, proof: claim.proof.slice(1) })).toBe(false)
        if (claim.proof.length > 0) expect(verifyConsistency({ ...claim, proof: claim.proof.slice(0, -1) })).toBe(false)
      }),
    )
  })

  it('does not verify with another size before or after, nor with swapped roots', () => {
    fc.assert(
      fc.property(anyGrowth(), fc.nat(MOST), ({ first, second }, other) => {
        const claim = { first, second, firstRoot: rootAt(first), secondRoot: rootAt(second), proof: makeConsistencyProof(store, { first, second }) }
        if (other !== first) expect(verifyConsistency({ ...claim, first: other, firstRoot: rootAt(other) })).toBe(false)
        if (other !== second) expect(verifyConsistency({ ...claim, second: other, secondRoot: rootAt(other) })).toBe(false)
        if (first !== second) expect(verifyConsistency({ ...claim, firstRoot: claim.secondRoot, secondRoot: claim.firstRoot })).toBe(false)
        for (const wrong of [0, -1, second + 1, first + 0.5, Number.NaN, 2 ** 53]) expect(verifyConsistency({ ...claim, first: wrong })).toBe(false)
        for (const wrong of [0, -1, first - 1, second + 0.5, Number.NaN, Infinity, 2 ** 53]) expect(verifyConsistency({ ...claim, second: wrong })).toBe(false)
      }),
    )
  })

  it('does not verify a tree whose history was rewritten', () => {
    fc.assert(
      fc.property(anyGrowth(), fc.nat(), ({ first, second }, at) => {
        const changed = LEAVES.slice(0, second)
        changed[at % first] = hashLeaf(new TextEncoder().encode('another entry'))
        const fork = grow(changed)
        const secondRoot = rootOf(fork.ranges.at(-1) ?? EMPTY_RANGE)
        const proof = makeConsistencyProof(fork.store, { first, second })
        expect(verifyConsistency({ first, second, firstRoot: rootAt(first), secondRoot, proof })).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  it('is not made from an empty or a larger tree', () => {
    expect(() => makeConsistencyProof(store, { first: 0, second: 3 })).toThrow(RangeError)
    expect(() => makeConsistencyProof(store, { first: 4, second: 3 })).toThrow(RangeError)
  })
})

describe('a subtree', () => {
  it('verifies where a stretch of leaves begins in the middle of the tree, and nowhere else', () => {
    // Leaves 4, 5 and 6 of 7: the right part of the tree, whose sibling is the node over leaves 0 to 3.
    const subtreeRoot = naiveRoot(LEAVES.slice(4, 7))
    const claim = { start: 4, end: 7, size: 7, subtreeRoot, root: rootAt(7), proof: [naiveRoot(LEAVES.slice(0, 4))] }
    expect(verifySubtree(claim)).toBe(true)
    expect(verifySubtree({ ...claim, start: 0, end: 3 })).toBe(false)
    expect(verifySubtree({ ...claim, start: 3 })).toBe(false)
    expect(verifySubtree({ ...claim, start: 7, end: 4 })).toBe(false)
    expect(verifySubtree({ ...claim, subtreeRoot: naiveRoot(LEAVES.slice(3, 6)) })).toBe(false)
  })
})

/** RFC 6962 section 2.1, word for word. */
function naiveRoot(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length <= 1) return leaves[0] ?? EMPTY_ROOT
  const split = 2 ** (Math.ceil(Math.log2(leaves.length)) - 1)
  return hashNode(naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

/** The range at every size, and a store in memory as a table will be. */
function grow(leaves: readonly Uint8Array[]) {
  const table = new Map<string, Uint8Array>()
  const grown: CompactRange[] = [EMPTY_RANGE]
  for (const leaf of leaves) {
    const { range, nodes } = appendLeaf(grown.at(-1) ?? EMPTY_RANGE, leaf)
    for (const { level, index, hash } of nodes) table.set(`${level}/${index}`, hash)
    grown.push(range)
  }
  const reader: NodeReader & { count(): number } = { readNode: (level, index) => table.get(`${level}/${index}`) ?? null, count: () => table.size }
  return { ranges: grown, store: reader }
}

/** The hashes with one of them changed in one byte, and with the same one cut, for each of them. */
function variants(hashes: Uint8Array[], at: number, mask: number): Uint8Array[][] {
  return hashes.flatMap((hash, i) => {
    const place = at % hash.length
    const changed = [hash.with(place, (hash[place] ?? 0) ^ mask), hash.subarray(1), new Uint8Array()]
    return changed.map((variant) => hashes.with(i, variant))
  })
}

function anyLeaf() {
  return fc.integer({ min: 1, max: MOST }).chain((size) => fc.record({ index: fc.nat(size - 1), size: fc.constant(size) }))
}

function anyGrowth() {
  return fc.integer({ min: 1, max: MOST }).chain((second) => fc.record({ first: fc.integer({ min: 1, max: second }), second: fc.constant(second) }))
}
