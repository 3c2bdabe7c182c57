import type { KeyState } from '../../../shared/ipc/windowToMain.ts'
import type { ReviewerKeyStore } from './ReviewerKeyStore.ts'

/** There is a key file, and nothing here can open it. It stays as it is; nothing can be signed until a person looked. */
export class UnusableKeyStore implements ReviewerKeyStore {
  readonly key = null
  readonly state: KeyState
  readonly #sentence: string

  constructor(sentence: string) {
    this.#sentence = sentence
    this.state = { status: 'unusable', sentence }
  }

  unlock(): Promise<string | null> {
    return Promise.resolve(this.#sentence)
  }
}
