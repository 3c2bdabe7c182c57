import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseKeyStore, type KeyStoreChoice } from '../../../electron/main/keys/chooseKeyStore.ts'
import { hashJson } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { FakeSafeStorage } from '../../fakes/FakeSafeStorage.ts'

const PASSPHRASE = 'four quiet herons wait'

let folder = ''
let file = ''
let safeStorage = new FakeSafeStorage()
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-keys-'))
  file = join(folder, 'reviewer-key.json')
  safeStorage = new FakeSafeStorage()
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const choose = (over: Partial<KeyStoreChoice> = {}) => chooseKeyStore({ isShipped: true, safeStorage, forced: null, file, platform: 'linux', ...over })
const byPassphrase = () => choose({ forced: 'passphrase' })
const read = () => JSON.parse(readFileSync(file, 'utf8')) as JsonObject & { kid: string; sealed: string }

/** The file with other members, and a digest that fits: what somebody writes who knows the format. */
function forge(change: (content: JsonObject) => JsonObject): void {
  const { digest: _digest, ...content } = read()
  const forged = change(content as unknown as JsonObject)
  writeFileSync(file, JSON.stringify({ ...forged, digest: hashJson(forged) }))
}

describe('the choice of the key store', () => {
  it('keeps a key of the development runtime in memory alone, a new one each time', async () => {
    const [one, other] = [choose({ isShipped: false }), choose({ isShipped: false })]
    expect(one.state).toEqual({ status: 'ready', kid: one.key?.publicKey.kid, store: 'memory' })
    expect(one.key?.publicKey.kid).not.toBe(other.key?.publicKey.kid)
    expect(await one.unlock('anything at all')).toContain('no passphrase')
    expect(existsSync(file)).toBe(false)
  })

  it("takes the system's store where it protects", () => {
    for (const platform of ['linux', 'darwin', 'win32']) {
      rmSync(file, { force: true })
      expect(choose({ platform }).state).toMatchObject({ status: 'ready', store: 'system' })
    }
  })

  it.each([
    ['there is no store', { isThere: false }],
    ['it would seal with a password that everybody knows', { backend: 'basic_text' }],
    ['it cannot say which one it is', { backend: 'unknown' }],
  ])('asks for a passphrase where %s', (_where, over) => {
    Object.assign(safeStorage, over)
    expect(choose().state).toEqual({ status: 'new', store: 'passphrase' })
  })

  it('asks for a passphrase on a runtime that cannot say which store it found', () => {
    const old = { isEncryptionAvailable: () => true, encryptString: () => Buffer.alloc(0), decryptString: () => '' }
    expect(choose({ safeStorage: old }).state).toEqual({ status: 'new', store: 'passphrase' })
  })

  it('goes on with the store that the key was made by, and makes no second key', async () => {
    await byPassphrase().unlock(PASSPHRASE)
    expect(choose().state).toEqual({ status: 'locked', store: 'passphrase' })
    rmSync(file)
    const made = choose()
    expect(choose().key?.publicKey.kid).toBe(made.key?.publicKey.kid)
    safeStorage.isThere = false
    expect(choose().state).toMatchObject({ status: 'unusable', sentence: expect.stringContaining('not in use now') })
  })
})

describe("the system's store", () => {
  it('makes a key once, for its owner alone, and gives the same one ever after', () => {
    const first = choose()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(choose().state).toEqual(first.state)
    expect(choose().key?.sign(new Uint8Array([1]))).toEqual(first.key?.sign(new Uint8Array([1])))
    const seed = Buffer.from(first.key?.dangerouslyRevealSeed() ?? []).toString('base64url')
    expect(readFileSync(file, 'utf8')).not.toContain(seed)
  })

  it.each([
    ['another keyring', () => Object.assign(safeStorage, { keyring: 'two' })],
    ['a file of another key', () => forge((content) => ({ ...content, kid: 'A'.repeat(43) }))],
    ['sealed nonsense', () => forge((content) => ({ ...content, sealed: safeStorage.encryptString('nonsense').toString('base64url') }))],
  ])('says that the key is unusable with %s, and leaves the file as it is', async (_with, happen) => {
    choose()
    happen()
    const before = readFileSync(file)
    const store = choose()
    expect(store.state).toMatchObject({ status: 'unusable', sentence: expect.stringContaining('was left as it is') })
    expect([store.key, await store.unlock(PASSPHRASE)]).toEqual([null, (store.state as { sentence: string }).sentence])
    expect(readFileSync(file)).toEqual(before)
  })

  it('says so where the disk does not take the key', () => {
    const store = choose({ file: join(folder, 'missing', 'key.json') })
    expect(store.state).toMatchObject({ status: 'unusable', sentence: expect.stringContaining('could not be kept') })
    expect(store.key).toBe(null)
  })
})

describe('the store under a passphrase', () => {
  it('makes a key once, for its owner alone, and opens it again with the same words', async () => {
    const store = byPassphrase()
    expect([store.state, store.key]).toEqual([{ status: 'new', store: 'passphrase' }, null])
    expect(await store.unlock(PASSPHRASE)).toBe(null)
    const kid = store.key?.publicKey.kid
    expect(store.state).toEqual({ status: 'ready', kid, store: 'passphrase' })
    expect(statSync(file).mode & 0o777).toBe(0o600)

    const later = byPassphrase()
    expect(later.state).toEqual({ status: 'locked', store: 'passphrase' })
    expect(await later.unlock(PASSPHRASE)).toBe(null)
    expect(later.key?.publicKey.kid).toBe(kid)
    expect(await later.unlock(PASSPHRASE)).toContain('open already')
  })

  it('refuses another passphrase without an exception, and goes on waiting', async () => {
    await byPassphrase().unlock(PASSPHRASE)
    const store = byPassphrase()
    for (const wrong of [`${PASSPHRASE} `, PASSPHRASE.toUpperCase(), 'x']) expect(await store.unlock(wrong)).toContain('does not open the key')
    expect(store.state).toEqual({ status: 'locked', store: 'passphrase' })
    expect(await store.unlock(PASSPHRASE)).toBe(null)
  })

  it('takes the same letters however the keyboard wrote them', async () => {
    await byPassphrase().unlock('caf\u00E9 am See um acht')
    expect(await byPassphrase().unlock('cafe\u0301 am See um acht')).toBe(null)
  })

  it('tries one passphrase at a time', async () => {
    const store = byPassphrase()
    const [first, second] = await Promise.all([store.unlock(PASSPHRASE), store.unlock(PASSPHRASE)])
    expect([first, second]).toEqual([null, expect.stringContaining('tried just now')])
  })

  it('makes no key under a passphrase that is short', async () => {
    const store = byPassphrase()
    expect(await store.unlock('elevenchars')).toContain('at least 12 characters')
    expect([store.state.status, existsSync(file)]).toEqual(['new', false])
  })

  it('holds the seed nowhere in the clear, and another salt each time', async () => {
    const store = byPassphrase()
    await store.unlock(PASSPHRASE)
    const seed = Buffer.from(store.key?.dangerouslyRevealSeed() ?? [])
    const text = readFileSync(file, 'utf8')
    for (const base of ['base64url', 'base64', 'hex'] as const) expect(text).not.toContain(seed.toString(base))
    const { kdf } = read() as unknown as { kdf: { salt: string } }
    rmSync(file)
    await byPassphrase().unlock(PASSPHRASE)
    expect((read() as unknown as { kdf: { salt: string } }).kdf.salt).not.toBe(kdf.salt)
  })

  it('authenticates every member: a forged one opens with no passphrase', async () => {
    await byPassphrase().unlock(PASSPHRASE)
    const whole = readFileSync(file)
    const other = (text: string) => `${text.startsWith('A') ? 'B' : 'A'}${text.slice(1)}`
    const forgeries: ((content: JsonObject) => JsonObject)[] = [
      (content) => ({ ...content, kid: other(String(content['kid'])) }),
      (content) => ({ ...content, sealed: other(String(content['sealed'])) }),
      (content) => ({ ...content, sealed: 'AAAA' }),
      (content) => ({ ...content, cipher: { name: 'AES-256-GCM', iv: 'AAAAAAAAAAAAAAAA' } }),
      (content) => ({ ...content, cipher: { name: 'AES-256-GCM', iv: 'AAAA' } }),
      (content) => ({ ...content, kdf: { ...(content['kdf'] as JsonObject), salt: 'AAAAAAAAAAAAAAAAAAAAAA' } }),
    ]
    for (const change of forgeries) {
      writeFileSync(file, whole)
      forge(change)
      const store = byPassphrase()
      expect(await store.unlock(PASSPHRASE)).toContain('does not open the key')
      expect(store.key).toBe(null)
    }
  })

  it('calls a file damaged after a change of any byte, and never writes over it', async () => {
    await byPassphrase().unlock(PASSPHRASE)
    const whole = readFileSync(file)
    // The newline at the end carries nothing.
    for (let at = 0; at < whole.length - 1; at++) {
      const damaged = Buffer.from(whole)
      damaged[at] = (damaged[at] ?? 0) ^ 1
      writeFileSync(file, damaged)
      const store = choose()
      expect(store.state, `byte ${at}`).toMatchObject({ status: 'unusable', sentence: expect.stringContaining('was left as it is') })
      expect(await store.unlock(PASSPHRASE)).not.toBe(null)
      expect(readFileSync(file)).toEqual(damaged)
    }
  })

  it.each([
    ['empty', ''],
    ['cut off', '{"type":"countersign.reviewer-key.passphrase/v1","kid":"'],
    ['no object', '[]'],
    ['null', 'null'],
    ['far too large', ' '.repeat(10_000)],
    ['of a later version', '{"type":"countersign.reviewer-key.passphrase/v2"}'],
  ])('calls a file that is %s damaged', (_what, text) => {
    writeFileSync(file, text)
    expect(byPassphrase().state).toMatchObject({ status: 'unusable', sentence: expect.stringContaining(file) })
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('asks for no more memory than its version says, whatever the file says', async () => {
    await byPassphrase().unlock(PASSPHRASE)
    forge((content) => ({ ...content, kdf: { ...(content['kdf'] as JsonObject), n: 2 ** 30 } }))
    expect(byPassphrase().state).toMatchObject({ status: 'unusable' })
  })

  it('does not write over a key that appeared meanwhile', async () => {
    const [one, other] = [byPassphrase(), byPassphrase()]
    expect(await one.unlock(PASSPHRASE)).toBe(null)
    const before = readFileSync(file)
    expect(await other.unlock('another passphrase')).toContain('there is a key file already')
    expect([other.key, readFileSync(file)]).toEqual([null, before])
  })

  it('calls what is no file at all damaged', () => {
    mkdirSync(file)
    expect(byPassphrase().state).toMatchObject({ status: 'unusable' })
  })

  it('has no key where the disk did not take it', async () => {
    const store = choose({ forced: 'passphrase', file: join(folder, 'missing', 'key.json') })
    expect(await store.unlock(PASSPHRASE)).toContain('could not be made')
    expect([store.key, store.state.status]).toEqual([null, 'new'])
  })
})
