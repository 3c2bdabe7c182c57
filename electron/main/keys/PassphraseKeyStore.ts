import { generatePrivateKey, importPrivateKey, type PrivateKey } from '../../../shared/evidence/index.ts'
import type { KeyState } from '../../../shared/ipc/windowToMain.ts'
import { writeKeyFile, type PassphraseFile } from './keyFile.ts'
import type { ReviewerKeyStore } from './ReviewerKeyStore.ts'
import { openSeed, sealSeed } from './sealSeed.ts'

/** Whoever has the file may guess without end, so a first passphrase must be worth 128 MiB a guess. */
const FEWEST_CHARACTERS = 12

/** The reviewer's key in a file of its own, sealed under a passphrase: where the system has no store that protects. */
export class PassphraseKeyStore implements ReviewerKeyStore {
  readonly #file: string
  #content: PassphraseFile | null
  #key: PrivateKey | null = null
  #fault: string | null = null
  #isBusy = false

  /**
   * @param file where the key is kept, or will be
   * @param content what was read there; null where there is no file yet
   */
  constructor(file: string, content: PassphraseFile | null) {
    this.#file = file
    this.#content = content
  }

  get key(): PrivateKey | null {
    return this.#key
  }

  get state(): KeyState {
    if (this.#key !== null) return { status: 'ready', kid: this.#key.publicKey.kid, store: 'passphrase' }
    if (this.#fault !== null) return { status: 'unusable', sentence: this.#fault }
    return { status: this.#content === null ? 'new' : 'locked', store: 'passphrase' }
  }

  async unlock(passphrase: string): Promise<string | null> {
    if (this.#key !== null) return 'The key is open already.'
    if (this.#fault !== null) return this.#fault
    // One at a time: each try takes 128 MiB, and a page may call as often as it likes.
    if (this.#isBusy) return 'A passphrase is being tried just now. Wait for its outcome and try again.'
    this.#isBusy = true
    try {
      return this.#content === null ? await this.#make(passphrase) : await this.#open(this.#content, passphrase)
    } catch (fault) {
      return `The key could not be ${this.#content === null ? 'made' : 'opened'} (${fault instanceof Error ? fault.message : String(fault)}). Nothing was changed.`
    } finally {
      this.#isBusy = false
    }
  }

  async #open(content: PassphraseFile, passphrase: string): Promise<string | null> {
    const seed = await openSeed(content, passphrase)
    if (seed === null) return 'This passphrase does not open the key. Try again.'
    const key = keyFrom(seed)
    if (key?.publicKey.kid !== content.kid) return (this.#fault = `The reviewer's key file holds another key than it says and was left as it is. Put a copy of it back, or move ${this.#file} aside and start again.`)
    this.#key = key
    return null
  }

  async #make(passphrase: string): Promise<string | null> {
    if ([...passphrase].length < FEWEST_CHARACTERS) return `A passphrase has at least ${FEWEST_CHARACTERS} characters. A few words that nobody would guess are best.`
    const key = generatePrivateKey()
    const seed = key.dangerouslyRevealSeed()
    try {
      const content = await sealSeed(seed, key.publicKey.kid, passphrase)
      writeKeyFile(this.#file, content)
      this.#content = content
    } finally {
      seed.fill(0)
    }
    this.#key = key
    return null
  }
}

/** The key of a seed, which is overwritten afterwards; null where it is none. */
function keyFrom(seed: Uint8Array): PrivateKey | null {
  try {
    return importPrivateKey(seed)
  } catch {
    return null
  } finally {
    seed.fill(0)
  }
}
