import { MissingNodeError, readRange, rootOf, verifyCheckpoint, type CompactRange, type PublicKey } from '../../../shared/evidence/index.ts'
import { Buffer } from 'node:buffer'
import type { Tables } from './Tables.ts'

/** The end of the log: the tree as it stands, and the checkpoint that says so. */
export interface Head {
  readonly range: CompactRange
  readonly note: string
}

/** What became of reading the end of a log. */
export type HeadVerdict =
  | { readonly status: 'sound'; readonly head: Head }
  | { readonly status: 'unsound'; readonly detail: string }

/** Whose checkpoints these must be. */
export interface Signer {
  readonly origin: string
  readonly key: PublicKey
}

/**
 * Reads the end of the log, in O(log n), and checks it: the newest checkpoint is ours, and of exactly the entries and
 * the tree that are there. The entries within are the verifier's to check. Throws what SQLite throws.
 */
export function readHead(tables: Tables, { origin, key }: Signer): HeadVerdict {
  const stored = tables.newestCheckpoint()
  if (stored === null) return unsound('it has no checkpoint')
  const verdict = verifyCheckpoint({ note: stored.note, origin, key })
  if (verdict.status === 'refused') return unsound(`its newest checkpoint is refused (${verdict.reason})`)
  const { size, root } = verdict.checkpoint
  if (size !== stored.size || size !== tables.size()) return unsound(`its newest checkpoint is of ${size} entries, and the last entry says ${tables.size()}`)
  const found = rootAt(tables, size)
  if (found === null || Buffer.compare(found.root, root) !== 0) return unsound('its newest checkpoint has another root than its tree')
  return { status: 'sound', head: { range: found.range, note: stored.note } }
}

/** The tree and its root as they were at a size, or null where the tree never had it or lost a node. */
export function rootAt(tables: Tables, size: number): { readonly range: CompactRange; readonly root: Uint8Array } | null {
  try {
    const range = readRange(tables, size)
    return { range, root: rootOf(range) }
  } catch (fault) {
    if (fault instanceof MissingNodeError) return null
    throw fault
  }
}

const unsound = (detail: string): HeadVerdict => ({ status: 'unsound', detail })
