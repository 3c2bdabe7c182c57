import Database from 'better-sqlite3'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { openLedger, type Draft, type Ledger, type LedgerOpening, type LedgerOptions } from '../../../electron/core/ledger/index.ts'
import { toId } from '../../../shared/domain/index.ts'
import { bytesOfDigest, generatePrivateKey, hashEntry, verifyCheckpoint, verifyConsistency, verifyInclusion } from '../../../shared/evidence/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'

export const ORIGIN = 'countersign.test/console'
export const key = generatePrivateKey()

const open: { close(): void }[] = []
const folders: string[] = []
afterEach(() => {
  for (const ledger of open.splice(0)) ledger.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder for one test. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-ledger-'))
  folders.push(folder)
  return folder
}

/** Opens a ledger that ends with the test. */
export function opened(folder: string, options: Partial<LedgerOptions> = {}): LedgerOpening {
  const opening = openLedger({ folder, origin: ORIGIN, key, now: () => 1_700_000_000_000, mayCreate: true, reserveBytes: 64 * 1024, ...options })
  if (opening.status !== 'refused') open.push(opening.ledger)
  return opening
}

export function openedForWriting(folder: string, options: Partial<LedgerOptions> = {}): Ledger {
  const opening = opened(folder, options)
  if (opening.status !== 'open') throw new Error(`${opening.status}: ${JSON.stringify('alarm' in opening ? opening.alarm : opening)}`)
  return opening.ledger
}

export const draft = (i: number, kind = 'decision.recorded'): Draft => ({ kind, body: { i, text: `body ${i} \u00e9\u{1f600}` } })

/** Records entries one commit after the other, `group` in each. */
export async function fill(ledger: Ledger, count: number, group = 1): Promise<void> {
  for (let i = 0; i < count; i += group) await ledger.append(Array.from({ length: Math.min(group, count - i) }, (_, j) => draft(i + j)))
}

/** An option for `openLedger` that hands out the connection which the ledger writes with. */
export function grasped(): { readonly openDatabase: NonNullable<LedgerOptions['openDatabase']>; readonly connection: () => Database.Database } {
  let writing: Database.Database | null = null
  return {
    openDatabase: (path, { readonly }) => {
      const db = new Database(path, { readonly, fileMustExist: true, timeout: 50 })
      if (!readonly) writing = db
      return db
    },
    connection: () => {
      if (writing === null) throw new Error('Nothing was opened for writing')
      return writing
    },
  }
}

let lastId = 0
export const newId = <K extends Parameters<typeof toId>[0]>(kind: K) => {
  lastId++
  return toId(kind, uuidV7(1_700_000_000_000, Uint8Array.from([0, 0, 0, 0, 0, 0, 0, lastId >> 8, lastId & 0xff, 0])))
}

/** What a point would say of the proof of an entry, having remembered the checkpoint `since`. */
export function isProven(ledger: Pick<Ledger, 'proofOf'>, n: number, since: { readonly size: number; readonly root: Uint8Array } | null): boolean {
  const verdict = ledger.proofOf(n, { sinceSize: since?.size ?? 0 })
  if (verdict.status === 'refused') return false
  const { entry, inclusion_proof, checkpoint, consistency_proof } = verdict.proof
  const signed = verifyCheckpoint({ note: checkpoint, origin: ORIGIN, key: key.publicKey })
  if (signed.status === 'refused') return false
  const { size, root } = signed.checkpoint
  const isIn = verifyInclusion({ index: entry.n, size, leafHash: hashEntry(entry), root, proof: inclusion_proof.map(bytesOfDigest) })
  const continues = since === null || verifyConsistency({ first: since.size, second: size, firstRoot: since.root, secondRoot: root, proof: consistency_proof.map(bytesOfDigest) })
  return entry.n === n && isIn && continues
}

export const filesIn = (folder: string) => readdirSync(folder).sort()

/** Mulberry32: a whole number below a bound, the same row for the same seed. */
export function seeded(state: number): (below: number) => number {
  let at = state
  return (below) => {
    at = (at + 0x6d2b79f5) | 0
    let t = Math.imul(at ^ (at >>> 15), 1 | at)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * below)
  }
}
