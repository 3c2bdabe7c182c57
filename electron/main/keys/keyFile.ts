import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync, existsSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import { hashJson } from '../../../shared/evidence/index.ts'

/** No honest key file comes near it. */
const MOST_BYTES = 8_192
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/)
const kid = z.string().regex(/^[A-Za-z0-9_-]{43}$/)

/** A key sealed under a passphrase. The work factors are fixed by the version, so that no file can ask for more memory. */
const passphraseFile = z.strictObject({
  type: z.literal('countersign.reviewer-key.passphrase/v1'),
  kid,
  kdf: z.strictObject({ name: z.literal('scrypt'), n: z.literal(131_072), r: z.literal(8), p: z.literal(1), salt: base64url }),
  cipher: z.strictObject({ name: z.literal('AES-256-GCM'), iv: base64url }),
  sealed: base64url,
})
export type PassphraseFile = z.infer<typeof passphraseFile>

/** A key sealed by the system's own key store. */
const systemFile = z.strictObject({ type: z.literal('countersign.reviewer-key.system/v1'), kid, sealed: base64url })
export type SystemFile = z.infer<typeof systemFile>

const keyFile = z.discriminatedUnion('type', [passphraseFile, systemFile])
export type KeyFile = z.infer<typeof keyFile>

/** What lies where the key file belongs. `damaged` has a sentence for a person; the file is left as it is. */
export type KeyFileRead =
  | { readonly status: 'absent' }
  | { readonly status: 'read'; readonly content: KeyFile }
  | { readonly status: 'damaged'; readonly sentence: string }

/** Reads the key file. Never throws: what cannot be read is damaged, and said to be. */
export function readKeyFile(file: string): KeyFileRead {
  if (!existsSync(file)) return { status: 'absent' }
  try {
    const { digest, ...content } = JSON.parse(readSmall(file)) as Record<string, unknown>
    const parsed = keyFile.parse(content)
    // Not for security, which the seal gives: it tells a damaged file from a mistyped passphrase.
    if (digest !== hashJson(parsed)) throw new Error('its digest does not fit')
    return { status: 'read', content: parsed }
  } catch (fault) {
    const why = fault instanceof z.ZodError ? 'it has another form' : fault instanceof SyntaxError ? 'it is not whole' : fault instanceof Error ? fault.message : String(fault)
    return { status: 'damaged', sentence: `The reviewer's key file cannot be used (${why.slice(0, 160)}) and was left as it is. Put a copy of it back, or move ${file} aside, start again and enrol a new key at each point.` }
  }
}

/**
 * Writes a new key file: whole or not at all, on disk before this returns, for its owner alone.
 * @throws where there is a file already, whatever it holds, and where the disk does not take it
 */
export function writeKeyFile(file: string, content: KeyFile): void {
  if (existsSync(file)) throw new Error('there is a key file already')
  const fresh = `${file}.new`
  // What an earlier try left; it never became the key file.
  rmSync(fresh, { force: true })
  const handle = openSync(fresh, 'wx', 0o600)
  try {
    writeSync(handle, `${JSON.stringify({ ...content, digest: hashJson(content) })}\n`)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(fresh, file)
  syncFolder(dirname(file))
}

function readSmall(file: string): string {
  const handle = openSync(file, 'r')
  try {
    const { size } = fstatSync(handle)
    if (size > MOST_BYTES) throw new Error('it is far too large')
    const bytes = Buffer.alloc(size)
    return bytes.toString('utf8', 0, readSync(handle, bytes, 0, size, 0))
  } finally {
    closeSync(handle)
  }
}

/** Windows has no handle of a folder to sync; there the rename itself is journalled. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
