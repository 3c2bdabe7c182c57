import { Buffer } from 'node:buffer'
import { bytesOfDigest, makeConsistencyProof, makeInclusionProof, printDigest, type Digest } from '../../../shared/evidence/index.ts'
import type { Entry, StoredEntry } from './Entry.ts'
import { rootAt } from './Head.ts'
import type { Tables } from './Tables.ts'

/** What travels beside a decision (protocol P6), as it travels. */
export type LogProof = {
  readonly entry: Entry
  readonly salt: string
  readonly inclusion_proof: readonly Digest[]
  /** The signed note. */
  readonly checkpoint: string
  /** Empty where the point remembers no tree yet, or this very one. */
  readonly consistency_proof: readonly Digest[]
}

/** The tree that the point named last. Size 0 where it named none. */
export interface RememberedTree {
  readonly sinceSize: number
  /** The point's own root of that size, where the caller has it: then a fork is noticed on this side already. */
  readonly sinceRoot?: Digest
}

/** What became of a wish for a proof. */
export type ProofVerdict =
  | { readonly status: 'proven'; readonly proof: LogProof }
  | { readonly status: 'refused'; readonly reason: ProofRefusal }

/** Why there is no proof. */
export type ProofRefusal =
  | 'no_such_entry'
  /** Retention took the salt away, or the stored body is damaged. */
  | 'body_gone'
  /** The point remembers a longer log: this one was rolled back. */
  | 'point_is_ahead'
  /** The point remembers another tree of that size: this log is a fork. */
  | 'forked'

/**
 * Proves that the log holds an entry, under its newest checkpoint, and that this continues what a point remembers.
 * Reads O(log n) nodes.
 * @throws {MissingNodeError} where the tree lost a node; SQLite's own where it cannot be read
 */
export function proveEntry(tables: Tables, stored: StoredEntry | null, { sinceSize, sinceRoot }: RememberedTree): ProofVerdict {
  const checkpoint = tables.newestCheckpoint()
  if (stored === null || checkpoint === null || stored.entry.n >= checkpoint.size) return refuse('no_such_entry')
  if (stored.body.status !== 'kept') return refuse('body_gone')
  if (sinceSize > checkpoint.size) return refuse('point_is_ahead')
  if (sinceRoot !== undefined && !isRootAt(tables, sinceSize, sinceRoot)) return refuse('forked')

  const { size, note } = checkpoint
  const inclusion = makeInclusionProof(tables, { index: stored.entry.n, size })
  const consistency = sinceSize === 0 ? [] : makeConsistencyProof(tables, { first: sinceSize, second: size })
  return {
    status: 'proven',
    proof: {
      entry: stored.entry,
      salt: stored.body.salt,
      inclusion_proof: inclusion.map(printDigest),
      checkpoint: note,
      consistency_proof: consistency.map(printDigest),
    },
  }
}

function isRootAt(tables: Tables, size: number, root: Digest): boolean {
  const found = rootAt(tables, size)
  return found !== null && Buffer.compare(found.root, bytesOfDigest(root)) === 0
}

const refuse = (reason: ProofRefusal): ProofVerdict => ({ status: 'refused', reason })
