import { encodeUtf8 } from '../json/index.ts'
import { concatBytes, decodeBytes, encodeBytes } from './bytes.ts'
import { sha256 } from './Digest.ts'
import { bytesOfPublicKey, importPublicKeyBytes, type PublicKey } from './PublicKey.ts'

/** A key under the name with which it signs notes (C2SP signed-note 1.0.0). Name and id together find the key. */
export interface NoteKey {
  readonly name: string
  /** The first four bytes of SHA-256(name LF 0x01 key), as 8 hexadecimal digits. A hint, not a strong hash. */
  readonly id: string
  readonly key: PublicKey
}

/** The type byte of a plain Ed25519 signature. */
const ED25519 = 0x01

/**
 * A key with its name in notes.
 * @throws {RangeError} for a name that `isKeyName` refuses
 */
export function noteKey(name: string, key: PublicKey): NoteKey {
  if (!isKeyName(name)) throw new RangeError('The name of a note key is empty or holds a space, a plus or a control character')
  const hash = sha256(encodeUtf8(`${name}\n`), Uint8Array.of(ED25519), bytesOfPublicKey(key))
  return { name, id: encodeBytes(hash.subarray(0, 4), 'hex'), key }
}

/** The text of a verifier key, `name+id+base64(0x01, key)`, by which a log is told to others. */
export function printVerifierKey({ name, id, key }: NoteKey): string {
  return `${name}+${id}+${encodeBytes(concatBytes([Uint8Array.of(ED25519), bytesOfPublicKey(key)]), 'base64')}`
}

/** A verifier key from elsewhere, or null: not written so, not Ed25519, an id that is not the key's, a weak key. */
export function parseVerifierKey(text: string): NoteKey | null {
  // Base64 may hold plus signs of its own, a name may not.
  const [name = '', id = '', ...rest] = text.split('+')
  const encoded = decodeBytes(rest.join('+'), 'base64')
  if (!isKeyName(name) || encoded === null || encoded[0] !== ED25519) return null
  const imported = importPublicKeyBytes(encoded.subarray(1))
  if (imported.status === 'refused') return null
  const made = noteKey(name, imported.key)
  return made.id === id ? made : null
}

/** Whether a text can name a key: not empty, no Unicode space, no plus, no control character, no lone surrogate. */
export function isKeyName(text: string): boolean {
  return isNoteText(text) && /^[^\s\u0085+]+$/u.test(text)
}

/** Whether a text may stand in a note: it has UTF-8, and no control character below U+0020 but the newline. */
export function isNoteText(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit < 0x20 && unit !== 0x0a) return false
  }
  // With the flag u a pair of surrogates is one character, so that the range finds lone ones only.
  return !/[\ud800-\udfff]/u.test(text)
}
