import { decodeBytes, encodeBytes, generatePrivateKey, importPrivateKey, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { KeyState } from '../../../shared/ipc/windowToMain.ts'
import { writeKeyFile, type SystemFile } from './keyFile.ts'
import type { ReviewerKeyStore } from './ReviewerKeyStore.ts'

/** Of Electron's `safeStorage`, what is used. Older runtimes cannot say which store they found. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean
  getSelectedStorageBackend?(): string
  encryptString(plainText: string): Buffer
  decryptString(encrypted: Buffer): string
}

/**
 * The reviewer's key sealed by the system's own store (Keychain, DPAPI, libsecret, KWallet): it opens for this person's
 * session and needs no passphrase of ours. The sealed bytes lie in a file; the system keeps what opens them.
 */
export class SystemKeyStore implements ReviewerKeyStore {
  readonly key: PrivateKey | null
  readonly state: KeyState

  /**
   * @param content what was read from the file; null where there is none yet, and a key is made and written
   */
  constructor(file: string, content: SystemFile | null, safeStorage: SafeStorage) {
    const outcome = content === null ? makeKey(file, safeStorage) : openKey(file, content, safeStorage)
    this.key = typeof outcome === 'string' ? null : outcome
    this.state = typeof outcome === 'string' ? { status: 'unusable', sentence: outcome } : { status: 'ready', kid: outcome.publicKey.kid, store: 'system' }
  }

  unlock(): Promise<string | null> {
    return Promise.resolve(this.state.status === 'unusable' ? this.state.sentence : "The system's key store keeps this key; it has no passphrase.")
  }
}

/**
 * Whether the system's store protects what it is given. On Linux without a keyring, `safeStorage` seals with a password
 * that stands in Chromium's source: that is no protection, and a passphrase is asked for instead.
 */
export function doesProtect(safeStorage: SafeStorage, platform: string): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false
  if (platform !== 'linux') return true
  const backend = safeStorage.getSelectedStorageBackend?.() ?? 'unknown'
  return backend !== 'basic_text' && backend !== 'unknown'
}

/** The key, or a sentence that says why there is none. */
function openKey(file: string, { sealed, kid }: SystemFile, safeStorage: SafeStorage): PrivateKey | string {
  let seed: Uint8Array | null = null
  try {
    seed = decodeBytes(safeStorage.decryptString(Buffer.from(sealed, 'base64url')), 'base64url')
    const key = seed === null ? null : importPrivateKey(seed)
    if (key?.publicKey.kid === kid) return key
  } catch {
    // Said below: for a person, a store that refuses and one that gives nonsense are the same.
  } finally {
    seed?.fill(0)
  }
  return `The system's key store did not open the reviewer's key, as after a move to another machine or a new keyring. Its file was left as it is. Bring the keyring back, or move ${file} aside, start again and enrol a new key at each point.`
}

function makeKey(file: string, safeStorage: SafeStorage): PrivateKey | string {
  const key = generatePrivateKey()
  const seed = key.dangerouslyRevealSeed()
  try {
    const sealed = encodeBytes(safeStorage.encryptString(encodeBytes(seed, 'base64url')), 'base64url')
    writeKeyFile(file, { type: 'countersign.reviewer-key.system/v1', kid: key.publicKey.kid, sealed })
    return key
  } catch (fault) {
    return `A key for signing could not be kept (${fault instanceof Error ? fault.message : String(fault)}). Make room or unlock the system's keyring, then start again.`
  } finally {
    seed.fill(0)
  }
}
