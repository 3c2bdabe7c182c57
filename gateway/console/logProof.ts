import { bytesOfDigest, hashBody, hashEntry, parseDigest, printDigest, verifyCheckpoint, verifyConsistency, verifyInclusion, type PublicKey } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import type { EnvelopeOnWire, LogProof } from '../../shared/protocol/index.ts'
import type { LogHead } from '../journal/ConsoleLogs.ts'

/** A proof that came beside an envelope, the log whose it must be, and what this point remembers of that log. */
export interface LogClaim {
  readonly envelope: EnvelopeOnWire
  readonly proof: LogProof
  readonly origin: string
  /** The console's, which signs its checkpoints. */
  readonly key: PublicKey
  readonly remembered: LogHead | null
}

export type LogVerdict =
  | { readonly status: 'proven'; readonly head: LogHead }
  /** Not this envelope, not in this tree, or not a tree that this console signed. */
  | { readonly status: 'unproven' }
  /** A tree that this console signed and that does not continue the one it signed before: cut, put back, or forked. */
  | { readonly status: 'fork' }

/**
 * Whether a console's log holds an envelope, and grew out of the tree that this point remembers (protocol P6; RFC 9162
 * for the proofs, C2SP checkpoints for the tree). The body of the entry is the envelope itself. Never throws.
 */
export function verifyLogProof({ envelope, proof, origin, key, remembered }: LogClaim): LogVerdict {
  const { entry, salt, checkpoint: note } = proof
  const verdict = verifyCheckpoint({ note, origin, key })
  if (verdict.status === 'refused') return { status: 'unproven' }
  const { size, root } = verdict.checkpoint
  if (remembered !== null && remembered.size > 0 && !continues(remembered, verdict.checkpoint, proof.consistency_proof)) return { status: 'fork' }

  const isThis = hashBody({ salt, body: envelope as unknown as JsonObject }) === entry.body_hash
  const inclusion = hashesOf(proof.inclusion_proof)
  const isIn = inclusion !== null && verifyInclusion({ index: entry.n, size, leafHash: hashEntry(entry), root, proof: inclusion })
  return isThis && isIn ? { status: 'proven', head: { origin, size, root: printDigest(root) } } : { status: 'unproven' }
}

function continues(remembered: LogHead, { size, root }: { readonly size: number; readonly root: Uint8Array }, proof: readonly string[]): boolean {
  const first = parseDigest(remembered.root)
  const hashes = hashesOf(proof)
  return first !== null && hashes !== null && verifyConsistency({ first: remembered.size, second: size, firstRoot: bytesOfDigest(first), secondRoot: root, proof: hashes })
}

function hashesOf(digests: readonly string[]): readonly Uint8Array[] | null {
  const parsed = digests.map(parseDigest)
  return parsed.every((digest) => digest !== null) ? parsed.map(bytesOfDigest) : null
}
