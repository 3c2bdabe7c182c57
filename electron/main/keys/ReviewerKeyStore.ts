import type { KeyState } from '../../../shared/ipc/windowToMain.ts'
import type { PrivateKey } from '../../../shared/evidence/index.ts'

/**
 * Where the reviewer's key lives. Main alone has one: no other process ever sees the key, only what it signed. A store
 * never replaces a key that it cannot read, because that key may be enrolled at points and named in old entries.
 */
export interface ReviewerKeyStore {
  readonly state: KeyState
  /** The key, once it is there; null while it is locked, not made yet, or unusable. */
  readonly key: PrivateKey | null
  /**
   * Opens the key with its passphrase, or makes one where there is none yet.
   * @returns null where the key is there now, else one sentence that says why not; a wrong passphrase is no exception
   */
  unlock(passphrase: string): Promise<string | null>
}
