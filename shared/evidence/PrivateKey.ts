import { Buffer } from 'node:buffer'
import { createPrivateKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { decodeBytes } from './bytes.ts'
import { importPublicKey, type PublicKey } from './PublicKey.ts'

/** What stands before the 32 bytes of the seed in PKCS #8 (RFC 8410 section 7). */
const PKCS8_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const SEED_BYTES = 32

/**
 * Holds an Ed25519 private key and signs with it. It never prints itself: whatever logs, inspects or serialises it sees
 * the key's name. Made by `generatePrivateKey` and `importPrivateKey`.
 */
export class PrivateKey {
  readonly publicKey: PublicKey
  readonly #key: KeyObject

  constructor(key: KeyObject) {
    const isEd25519 = key.type === 'private' && key.asymmetricKeyType === 'ed25519'
    const imported = importPublicKey(isEd25519 ? (key.export({ format: 'jwk' }).x ?? '') : '')
    if (imported.status === 'refused') throw new RangeError('This is not an Ed25519 private key')
    this.publicKey = imported.key
    this.#key = key
  }

  /** The signature of the message, 64 bytes (RFC 8032, pure Ed25519: the same message gives the same signature). */
  sign(message: Uint8Array): Uint8Array {
    return new Uint8Array(sign(null, message, this.#key))
  }

  /** The 32 secret bytes themselves, for the system's key store and for nothing else. Overwrite them after use. */
  dangerouslyRevealSeed(): Uint8Array {
    const seed = decodeBytes(this.#key.export({ format: 'jwk' }).d ?? '', 'base64url')
    if (seed === null) throw new Error('The private key has no seed')
    return seed
  }

  toString(): string {
    return `[private key ${this.publicKey.kid}]`
  }

  toJSON(): string {
    return this.toString()
  }

  /** What `console.log` and `util.inspect` show. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString()
  }
}

/** A new private key from the system's generator. */
export function generatePrivateKey(): PrivateKey {
  return new PrivateKey(generateKeyPairSync('ed25519').privateKey)
}

/**
 * A private key from its seed, as `dangerouslyRevealSeed` gave it. The public half is computed, never taken on trust.
 * @throws {RangeError} where the seed does not have 32 bytes
 */
export function importPrivateKey(seed: Uint8Array): PrivateKey {
  if (seed.length !== SEED_BYTES) throw new RangeError(`A seed has ${SEED_BYTES} bytes, not ${seed.length}`)
  return new PrivateKey(createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: 'der', type: 'pkcs8' }))
}
