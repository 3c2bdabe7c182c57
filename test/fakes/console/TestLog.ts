import { appendLeaf, EMPTY_RANGE, hashBody, hashEntry, makeConsistencyProof, makeInclusionProof, newSalt, printDigest, rootOf, signCheckpoint, type CompactRange, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { printTime, type EnvelopeOnWire, type LogProof } from '../../../shared/protocol/index.ts'

/** A console's decision log in memory, with real leaves, proofs and checkpoints. A test may forget its newest entries. */
export class TestLog {
  readonly origin: string
  readonly #key: PrivateKey
  readonly #nodes = new Map<string, Uint8Array>()
  #range: CompactRange = EMPTY_RANGE

  constructor(origin: string, key: PrivateKey) {
    this.origin = origin
    this.#key = key
  }

  get size(): number {
    return this.#range.size
  }

  /** Puts an envelope into the log and proves it, from the tree of `since` entries on. */
  append(envelope: EnvelopeOnWire, kind: string, since: number): LogProof {
    const salt = newSalt()
    const entry = { n: this.#range.size, at: printTime(Date.now()), kind, body_hash: hashBody({ salt, body: envelope as unknown as JsonObject }) }
    const { range, nodes } = appendLeaf(this.#range, hashEntry(entry))
    this.#range = range
    for (const { level, index, hash } of nodes) this.#nodes.set(`${level}/${index}`, hash)
    const reader = { readNode: (level: number, index: number) => this.#nodes.get(`${level}/${index}`) ?? null }
    return {
      entry,
      salt,
      inclusion_proof: makeInclusionProof(reader, { index: entry.n, size: range.size }).map(printDigest),
      checkpoint: signCheckpoint({ origin: this.origin, size: range.size, root: rootOf(range), extensions: [] }, this.#key),
      consistency_proof: since === 0 || since > range.size ? [] : makeConsistencyProof(reader, { first: since, second: range.size }).map(printDigest),
    }
  }

  /** As a disk that was put back from a copy: everything that was appended since is forgotten. */
  copy(): () => void {
    const range = this.#range
    return () => {
      this.#range = range
    }
  }
}
