import { generatePrivateKey, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { KeyState } from '../../../shared/ipc/windowToMain.ts'
import type { ReviewerKeyStore } from './ReviewerKeyStore.ts'

/** A key made for this run and kept nowhere: for the development runtime, which has no store that would protect one. */
export class MemoryKeyStore implements ReviewerKeyStore {
  readonly key: PrivateKey = generatePrivateKey()

  get state(): KeyState {
    return { status: 'ready', kid: this.key.publicKey.kid, store: 'memory' }
  }

  unlock(): Promise<string | null> {
    return Promise.resolve('This key was made for this run and has no passphrase.')
  }
}
