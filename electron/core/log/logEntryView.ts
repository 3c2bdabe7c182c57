import { showBytes } from '../../../shared/display/index.ts'
import { bytesOfDigest, hashEntry, parseCheckpoint, parseNote, printDigest, verifyCheckpoint, verifyEnvelope, verifyInclusion, type PublicKey } from '../../../shared/evidence/index.ts'
import type { LogEntryView } from '../../../shared/ipc/views.ts'
import { encodeUtf8, printCanonicalJson } from '../../../shared/json/index.ts'
import type { LedgerReader, LogProof, StoredEntry } from '../ledger/index.ts'
import type { LogNames } from './LogNames.ts'
import { logRow } from './logRow.ts'
import { readSigned, type SignedBody } from './readSigned.ts'

/** Whose signatures are known here, and whose checkpoints these are. */
export interface Witness {
  readonly findKey: (kid: string) => PublicKey | undefined
  readonly origin: string
  readonly consoleKey: PublicKey
}

type Inclusion = LogEntryView['inclusion']

/** One entry with everything that proves it, computed anew from what is stored and not from what was said of it. */
export function logEntryView(reader: LedgerReader, stored: StoredEntry, witness: Witness, names: LogNames): LogEntryView {
  const { entry, body } = stored
  const verdict = reader.proofOf(entry.n, { sinceSize: 0 })
  const signed = body.status === 'kept' ? readSigned(body.value) : null
  return {
    row: logRow(stored, names),
    bodyHash: entry.body_hash,
    body: body.status === 'kept' ? showBytes(encodeUtf8(printCanonicalJson(body.value))) : null,
    signed: signed === null ? null : showBytes(signed.bytes),
    bodyStatus: body.status,
    signature: body.status === 'kept' ? signatureOf(signed, witness) : { status: 'none', kid: null, sentence: 'There is no body to verify.' },
    inclusion: verdict.status === 'proven' ? inclusionOf(stored, verdict.proof, witness) : notAvailable(stored, verdict.reason),
    checkpoint: reader.checkpoint()?.note ?? null,
  }
}

function signatureOf(signed: SignedBody | null, { findKey }: Witness): LogEntryView['signature'] {
  if (signed === null) return { status: 'none', kid: null, sentence: 'Nothing in this entry is signed by itself; the checkpoint over the log covers it.' }
  const { envelope, name } = signed
  const kid = envelope.signatures[0]?.keyid ?? null
  const verdict = verifyEnvelope({ envelope, name, findKey })
  if (verdict.status === 'verified') return { status: 'verified', kid, sentence: 'The signature is good, and its key is known here.' }
  if (verdict.reason === 'key_unknown') return { status: 'unknown_key', kid, sentence: 'It is signed with a key that this console does not know.' }
  return { status: 'not_verified', kid, sentence: `The signature is not good (${verdict.reason.replaceAll('_', ' ')}).` }
}

function inclusionOf({ entry }: StoredEntry, proof: LogProof, { origin, consoleKey }: Witness): Inclusion {
  const leafHash = hashEntry(entry)
  const note = verifyCheckpoint({ note: proof.checkpoint, origin, key: consoleKey })
  // A checkpoint under an earlier name of this log is still read, so that the numbers can be shown; it proves nothing.
  const read = note.status === 'verified' ? note.checkpoint : parseCheckpoint(parseNote(proof.checkpoint)?.text ?? '')
  const size = read?.size ?? 0
  const matches = note.status === 'verified' && verifyInclusion({ index: entry.n, size, leafHash, root: note.checkpoint.root, proof: proof.inclusion_proof.map((hash) => bytesOfDigest(hash)) })
  const sides = sidesOf(entry.n, size)
  return {
    status: matches ? 'matches' : 'does_not_match',
    leaf: printDigest(leafHash),
    path: proof.inclusion_proof.map((hash, i) => ({ hash, side: sides[i] ?? 'right' })),
    root: read === null ? null : printDigest(read.root),
    size,
    sentence: matches ? `This entry is leaf ${entry.n} of the ${size} that the newest signed checkpoint covers.` : 'This entry does not fit the newest checkpoint: the log was altered.',
  }
}

const notAvailable = ({ entry }: StoredEntry, reason: string): Inclusion => ({
  status: 'not_available', leaf: printDigest(hashEntry(entry)), path: [], root: null, size: 0, sentence: `There is no proof of this entry (${reason.replaceAll('_', ' ')}).`,
})

/** On which side each sibling of a proof stands, nearest first (RFC 9162, section 2.1.3.2). */
export function sidesOf(index: number, size: number): readonly ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = []
  for (let node = index, last = size - 1; last > 0; node = Math.floor(node / 2), last = Math.floor(last / 2)) {
    if (node % 2 === 1) sides.push('left')
    else if (node < last) sides.push('right')
    // A node at the ragged right edge rises without a sibling.
  }
  return sides
}
