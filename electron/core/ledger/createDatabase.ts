import Database from 'better-sqlite3'
import { closeSync, openSync, renameSync, rmSync } from 'node:fs'
import { EMPTY_RANGE, noteKey, printVerifierKey, rootOf, signCheckpoint, type PrivateKey } from '../../../shared/evidence/index.ts'
import { migrate } from './migrate.ts'
import { APPLICATION_ID } from './migrations.ts'
import { syncFolder, type LedgerPaths } from './paths.ts'
import { Tables } from './Tables.ts'

/** A log that begins. */
export interface Beginning {
  readonly origin: string
  readonly key: PrivateKey
  readonly at: string
}

/**
 * Makes the database of a new log, with the signed checkpoint of its empty tree. It is made under another name and
 * gets its own when it is whole, so that a file of this name was a ledger once, whatever it is now.
 * @throws what SQLite or the file system throw; there is no file of that name then
 */
export function createDatabase({ database, folder }: LedgerPaths, { origin, key, at }: Beginning): void {
  const fresh = `${database}.new`
  for (const path of [fresh, `${fresh}-journal`]) rmSync(path, { force: true })
  // SQLite would make it readable for others; its own files beside it take their mode from this one.
  closeSync(openSync(fresh, 'wx', 0o600))
  const db = new Database(fresh, { fileMustExist: true })
  try {
    // Not yet WAL: what is renamed must be one file. `synchronous` is FULL by default without WAL.
    db.pragma(`application_id = ${APPLICATION_ID}`)
    migrate(db, at)
    db.transaction(() => {
      const tables = new Tables(db)
      tables.insertAbout({ origin, verifier_key: printVerifierKey(noteKey(origin, key.publicKey)) }, at)
      tables.insertCheckpoint({ size: 0, note: signCheckpoint({ origin, size: 0, root: rootOf(EMPTY_RANGE), extensions: [] }, key) })
    })()
  } finally {
    db.close()
  }
  renameSync(fresh, database)
  syncFolder(folder)
}
