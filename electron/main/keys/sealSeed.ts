import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto'
import { decodeBytes, encodeBytes } from '../../../shared/evidence/index.ts'
import { encodeUtf8, printCanonicalJson } from '../../../shared/json/index.ts'
import type { PassphraseFile } from './keyFile.ts'

// scrypt (RFC 7914) with N = 2^17, r = 8, p = 1: 128 MiB for each guess. AES-256-GCM (NIST SP 800-38D) over the seed.
const KDF = { name: 'scrypt', n: 131_072, r: 8, p: 1 } as const
const KEY_BYTES = 32
const SALT_BYTES = 16
const IV_BYTES = 12
const TAG_BYTES = 16

/**
 * Seals the 32 bytes of a seed under a passphrase. Everything else in the file is authenticated with it, the key's name
 * among it. The hard work is done off the main thread. Rejects only where the system gives no memory for it.
 */
export async function sealSeed(seed: Uint8Array, kid: string, passphrase: string): Promise<PassphraseFile> {
  const head = {
    type: 'countersign.reviewer-key.passphrase/v1',
    kid,
    kdf: { ...KDF, salt: encodeBytes(randomBytes(SALT_BYTES), 'base64url') },
    cipher: { name: 'AES-256-GCM', iv: encodeBytes(randomBytes(IV_BYTES), 'base64url') },
  } as const
  const key = await deriveKey(passphrase, head)
  const cipher = createCipheriv('aes-256-gcm', key, bytesOf(head.cipher.iv)).setAAD(headBytes(head))
  const sealed = Buffer.concat([cipher.update(seed), cipher.final(), cipher.getAuthTag()])
  key.fill(0)
  return { ...head, sealed: encodeBytes(sealed, 'base64url') }
}

/**
 * Opens what `sealSeed` sealed.
 * @returns the seed, or null where the passphrase is another one or the file was changed: no one can tell these apart
 */
export async function openSeed({ sealed, ...head }: PassphraseFile, passphrase: string): Promise<Uint8Array | null> {
  const bytes = bytesOf(sealed)
  if (bytes.length <= TAG_BYTES || bytesOf(head.cipher.iv).length !== IV_BYTES) return null
  const key = await deriveKey(passphrase, head)
  const cut = bytes.length - TAG_BYTES
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytesOf(head.cipher.iv), { authTagLength: TAG_BYTES })
    decipher.setAAD(headBytes(head)).setAuthTag(bytes.subarray(cut))
    return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(0, cut)), decipher.final()]))
  } catch {
    return null
  } finally {
    key.fill(0)
  }
}

type Head = Omit<PassphraseFile, 'sealed'>

/** The same passphrase has the same bytes on every keyboard: Unicode normal form C. */
function deriveKey(passphrase: string, { kdf }: Head): Promise<Buffer> {
  const { n, r, p, salt } = kdf
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), bytesOf(salt), KEY_BYTES, { N: n, r, p, maxmem: 256 * n * r }, (fault, key) => (fault ? reject(fault) : resolve(key)))
  })
}

const headBytes = (head: Head) => encodeUtf8(printCanonicalJson(head))
const bytesOf = (text: string) => decodeBytes(text, 'base64url') ?? new Uint8Array()
