import { appendLeaf, EMPTY_RANGE, hashBody, hashEntry, makeConsistencyProof, makeInclusionProof, newSalt, printDigest, readRange, rootOf, signCheckpoint, type CompactRange, type NodeReader, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { EnvelopeOnWire, LogProof } from '../../../shared/protocol/index.ts'
import { NOW } from '../../builders/protocol.ts'

interface Kept {
  readonly entry: LogProof['entry']
  readonly salt: string
}

/** A console's log as a real tree in memory, which can also be cut or forked, as somebody with the file could. */
export class MemoryLog implements NodeReader {
  readonly #nodes = new Map<string, Uint8Array>()
  readonly #entries: Kept[] = []
  #range: CompactRange = EMPTY_RANGE
  readonly origin: string
  readonly #key: PrivateKey

  constructor(origin: string, key: PrivateKey) {
    this.origin = origin
    this.#key = key
  }

  get size(): number {
    return this.#range.size
  }

  readNode(level: number, index: number): Uint8Array | null {
    return this.#nodes.get(`${level}/${index}`) ?? null
  }

  append(envelope: EnvelopeOnWire): number {
    const n = this.#range.size
    const salt = newSalt()
    const entry = { n, at: NOW, kind: 'decision.made', body_hash: hashBody({ salt, body: envelope as never }) }
    const { range, nodes } = appendLeaf(this.#range, hashEntry(entry))
    for (const { level, index, hash } of nodes) this.#nodes.set(`${level}/${index}`, hash)
    this.#range = range
    this.#entries.push({ entry, salt })
    return n
  }

  /** The proof beside an entry, from the tree that the point named last. */
  proof(n: number, sinceSize: number): LogProof {
    const kept = this.#entries[n]
    if (kept === undefined) throw new Error(`The log has no entry ${n}`)
    const { size } = this
    return {
      ...kept,
      inclusion_proof: makeInclusionProof(this, { index: n, size }).map(printDigest),
      checkpoint: this.checkpoint(),
      consistency_proof: sinceSize === 0 || sinceSize > size ? [] : makeConsistencyProof(this, { first: sinceSize, second: size }).map(printDigest),
    }
  }

  checkpoint(): string {
    return signCheckpoint({ origin: this.origin, size: this.size, root: rootOf(this.#range), extensions: [] }, this.#key)
  }

  /** Takes the newest entries away, as somebody would who wants them never to have been. */
  cutTo(size: number): void {
    this.#entries.splice(size)
    this.#range = readRange(this, size)
  }
}
