import { readKeyFile } from './keyFile.ts'
import { MemoryKeyStore } from './MemoryKeyStore.ts'
import { PassphraseKeyStore } from './PassphraseKeyStore.ts'
import type { ReviewerKeyStore } from './ReviewerKeyStore.ts'
import { doesProtect, SystemKeyStore, type SafeStorage } from './SystemKeyStore.ts'
import { UnusableKeyStore } from './UnusableKeyStore.ts'

export interface KeyStoreChoice {
  /** False on the development runtime, which keeps no key beyond its run. */
  readonly isShipped: boolean
  readonly safeStorage: SafeStorage
  /** What an unpackaged program was told to use; null for what fits. */
  readonly forced: 'passphrase' | null
  /** Where a key that is kept lies. */
  readonly file: string
  readonly platform?: string
}

/**
 * The store for the reviewer's key: the one that its file was made by, else the system's where that protects, else a
 * passphrase. Never throws; what cannot be opened is `unusable`, with a sentence.
 */
export function chooseKeyStore({ isShipped, safeStorage, forced, file, platform = process.platform }: KeyStoreChoice): ReviewerKeyStore {
  if (!isShipped && forced === null) return new MemoryKeyStore()
  const found = readKeyFile(file)
  if (found.status === 'damaged') return new UnusableKeyStore(found.sentence)
  if (found.status === 'absent') {
    return forced === 'passphrase' || !doesProtect(safeStorage, platform) ? new PassphraseKeyStore(file, null) : new SystemKeyStore(file, null, safeStorage)
  }
  if (found.content.type === 'countersign.reviewer-key.passphrase/v1') return new PassphraseKeyStore(file, found.content)
  if (forced === null && doesProtect(safeStorage, platform)) return new SystemKeyStore(file, found.content, safeStorage)
  return new UnusableKeyStore(`The reviewer's key was sealed by the system's key store, which is not in use now. Bring it back, or move ${file} aside, start again and enrol a new key at each point.`)
}
