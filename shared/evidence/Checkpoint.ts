import { decodeBytes, encodeBytes } from './bytes.ts'
import { isSize } from './CompactRange.ts'
import { HASH_BYTES } from './Digest.ts'
import { isKeyName, isNoteText, noteKey } from './NoteKey.ts'
import type { PrivateKey } from './PrivateKey.ts'
import type { PublicKey } from './PublicKey.ts'
import { signNote, verifyNote, type NoteRefusal } from './SignedNote.ts'

/** What a log says of itself at one size (C2SP tlog-checkpoint 1.0.0). */
export interface Checkpoint {
  /** Which log speaks; also the name of its key in notes. */
  readonly origin: string
  readonly size: number
  /** The RFC 6962 root of the tree of that size, 32 bytes. */
  readonly root: Uint8Array
  /** Further lines, opaque; usually none. */
  readonly extensions: readonly string[]
}

/** Why a checkpoint is refused: as a note, as a checkpoint, or because another log speaks. */
export type CheckpointRefusal = NoteRefusal | 'bad_checkpoint' | 'wrong_origin'

/** What became of a checkpoint. */
export type CheckpointVerdict =
  | { readonly status: 'verified'; readonly checkpoint: Checkpoint }
  | { readonly status: 'refused'; readonly reason: CheckpointRefusal }

/** A checkpoint from elsewhere, and the log whose it must be. */
export interface CheckpointClaim {
  readonly note: string
  readonly origin: string
  readonly key: PublicKey
}

/**
 * Signs a checkpoint as a note under the name of its origin. That it continues every checkpoint signed before is the
 * caller's promise: two that do not fit are the proof of a fork.
 * @throws {RangeError} for an origin, a size, a root or a line that no checkpoint may hold
 */
export function signCheckpoint(checkpoint: Checkpoint, key: PrivateKey): string {
  return signNote({ text: printCheckpoint(checkpoint), name: checkpoint.origin, key })
}

/** Verifies a checkpoint: a good note of this key under this origin, and nothing but a checkpoint in it. Never throws. */
export function verifyCheckpoint({ note, origin, key }: CheckpointClaim): CheckpointVerdict {
  if (!isKeyName(origin)) return { status: 'refused', reason: 'wrong_origin' }
  const verdict = verifyNote(note, [noteKey(origin, key)])
  if (verdict.status === 'refused') return verdict
  const checkpoint = parseCheckpoint(verdict.text)
  if (checkpoint === null) return { status: 'refused', reason: 'bad_checkpoint' }
  return checkpoint.origin === origin ? { status: 'verified', checkpoint } : { status: 'refused', reason: 'wrong_origin' }
}

/**
 * The text of a checkpoint, to be signed: origin, size, root, further lines, each ended by a newline.
 * @throws {RangeError} for a part that no checkpoint may hold
 */
export function printCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  if (!isKeyName(origin)) throw new RangeError('The origin of a checkpoint is empty or holds a space, a plus or a control character')
  if (!isSize(size)) throw new RangeError(`${size} is not the size of a tree`)
  if (root.length !== HASH_BYTES) throw new RangeError(`A root has ${HASH_BYTES} bytes, not ${root.length}`)
  if (!extensions.every(isLine)) throw new RangeError('A line of a checkpoint is empty or holds a control character')
  return [origin, String(size), encodeBytes(root, 'base64'), ...extensions].map((line) => `${line}\n`).join('')
}

/** Reads the text of a note as a checkpoint, or gives null. Nothing is verified: for finding out which log speaks. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [origin = '', size = '', root = '', ...rest] = text.split('\n')
  // The newline that ends the last line leaves an empty piece behind it, and only there.
  if (rest.pop() !== '' || !isLine(origin) || !rest.every(isLine)) return null
  const rootBytes = decodeBytes(root, 'base64')
  if (rootBytes?.length !== HASH_BYTES || !/^(0|[1-9]\d*)$/.test(size) || !isSize(Number(size))) return null
  return { origin, size: Number(size), root: rootBytes, extensions: rest }
}

const isLine = (text: string) => text !== '' && !text.includes('\n') && isNoteText(text)
