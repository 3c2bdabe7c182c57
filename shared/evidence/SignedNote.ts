import { Buffer } from 'node:buffer'
import { encodeUtf8 } from '../json/index.ts'
import { concatBytes, decodeBytes, encodeBytes } from './bytes.ts'
import { isKeyName, isNoteText, noteKey, type NoteKey } from './NoteKey.ts'
import type { PrivateKey } from './PrivateKey.ts'
import { verifySignature } from './verifySignature.ts'

/** A note taken apart; nothing in it has been verified. */
export interface SignedNote {
  /** What is signed, its last newline included. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

/** One signature line. */
export interface NoteSignature {
  readonly name: string
  /** The id of the key, 8 hexadecimal digits. */
  readonly id: string
  readonly signature: Uint8Array
}

/** Why a note is refused: not a note, no signature of a known key, or one of a known key that is not good. */
export type NoteRefusal = 'bad_note' | 'key_unknown' | 'signature_invalid'

/** What became of a note. */
export type NoteVerdict =
  | { readonly status: 'verified'; readonly text: string; readonly signers: readonly NoteKey[] }
  | { readonly status: 'refused'; readonly reason: NoteRefusal }

/** As many signatures as the specification asks everybody to accept, and no more. */
const MAX_SIGNATURES = 16
const KEY_ID_BYTES = 4
/** An em dash and a space begin a signature line. */
const LINE_START = '\u2014 '

/**
 * Signs a text as a C2SP signed note 1.0.0 with one Ed25519 signature.
 * @param request `name` is the name of the key in notes; the text must end in a newline
 * @throws {RangeError} for a text or a name that no note may hold
 */
export function signNote({ text, name, key }: { readonly text: string; readonly name: string; readonly key: PrivateKey }): string {
  if (!text.endsWith('\n') || !isNoteText(text)) throw new RangeError('The text of a note must end in a newline and hold no other control character')
  const { id } = noteKey(name, key.publicKey)
  const signature = concatBytes([Buffer.from(id, 'hex'), key.sign(encodeUtf8(text))])
  return `${text}\n${LINE_START}${name} ${encodeBytes(signature, 'base64')}\n`
}

/** Takes a note from elsewhere apart, or gives null where it is not exactly what C2SP signed-note 1.0.0 describes. */
export function parseNote(note: string): SignedNote | null {
  // The last empty line divides, because the text may hold empty lines of its own.
  const end = note.lastIndexOf('\n\n') + 1
  if (end === 0 || !note.endsWith('\n') || !isNoteText(note)) return null
  const lines = note.slice(end + 1, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return null
  const signatures = lines.flatMap((line) => parseLine(line) ?? [])
  return signatures.length === lines.length ? { text: note.slice(0, end), signatures } : null
}

/**
 * Verifies a note against the keys that are known. Signatures of others are ignored; one bad signature of a known key
 * refuses the whole note, even if another is good. Never throws.
 */
export function verifyNote(note: string, keys: readonly NoteKey[]): NoteVerdict {
  const parsed = parseNote(note)
  if (parsed === null) return { status: 'refused', reason: 'bad_note' }

  const { text } = parsed
  const message = encodeUtf8(text)
  const signers = new Set<NoteKey>()
  for (const { name, id, signature } of parsed.signatures) {
    for (const known of keys.filter((key) => key.name === name && key.id === id)) {
      if (!verifySignature({ key: known.key, message, signature })) return { status: 'refused', reason: 'signature_invalid' }
      signers.add(known)
    }
  }
  return signers.size === 0 ? { status: 'refused', reason: 'key_unknown' } : { status: 'verified', text, signers: [...signers] }
}

function parseLine(line: string): NoteSignature | null {
  if (!line.startsWith(LINE_START)) return null
  const [name = '', encoded = '', ...more] = line.slice(LINE_START.length).split(' ')
  const bytes = decodeBytes(encoded, 'base64')
  if (more.length > 0 || !isKeyName(name) || bytes === null || bytes.length <= KEY_ID_BYTES) return null
  return { name, id: encodeBytes(bytes.subarray(0, KEY_ID_BYTES), 'hex'), signature: bytes.subarray(KEY_ID_BYTES) }
}
