import Database from 'better-sqlite3'
import { closeSync, existsSync, openSync } from 'node:fs'

/** What became of the attempt to be the only process at a ledger. */
export type LockVerdict =
  | { readonly status: 'taken'; readonly release: () => void }
  | { readonly status: 'held_by_another' }
  /** The folder does not let us make or lock the file. */
  | { readonly status: 'impossible'; readonly detail: string }

/**
 * Takes the lock on a ledger, held until `release` or the end of the process, however it ends. It is a file of its own,
 * an empty SQLite database in an exclusive transaction, for two reasons: Node has no file locks and SQLite does; and a
 * lock on the ledger itself would keep the verifier from reading it while the console runs. Never throws.
 */
export function takeLock(path: string): LockVerdict {
  try {
    // Only where it is not there yet: closing any handle of a file drops all POSIX locks of this process on it.
    if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
    const db = new Database(path, { fileMustExist: true, timeout: 0 })
    try {
      // Nothing is ever written into it, and its journal needs no file.
      db.pragma('journal_mode = MEMORY')
      db.exec('BEGIN EXCLUSIVE')
    } catch (fault) {
      db.close()
      throw fault
    }
    return { status: 'taken', release: () => void db.close() }
  } catch (fault) {
    if (fault instanceof Database.SqliteError && fault.code.startsWith('SQLITE_BUSY')) return { status: 'held_by_another' }
    return { status: 'impossible', detail: fault instanceof Error ? fault.message : String(fault) }
  }
}
