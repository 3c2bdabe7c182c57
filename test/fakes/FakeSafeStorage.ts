import type { SafeStorage } from '../../electron/main/keys/SystemKeyStore.ts'

/** A system's key store in the test's hands. It turns bytes around, which is enough to see that they were sealed. */
export class FakeSafeStorage implements SafeStorage {
  isThere = true
  backend = 'gnome_libsecret'
  /** Another keyring opens nothing that this one sealed. */
  keyring = 'one'

  isEncryptionAvailable(): boolean {
    return this.isThere
  }

  getSelectedStorageBackend(): string {
    return this.backend
  }

  encryptString(plainText: string): Buffer {
    return Buffer.from(`${this.keyring}:${[...plainText].toReversed().join('')}`)
  }

  decryptString(encrypted: Buffer): string {
    const [keyring, ...rest] = encrypted.toString().split(':')
    if (keyring !== this.keyring) throw new Error('Error while decrypting the ciphertext')
    return [...rest.join(':')].toReversed().join('')
  }
}
