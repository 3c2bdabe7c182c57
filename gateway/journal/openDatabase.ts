import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { LATER_TABLES, SCHEMA, SCHEMA_VERSION } from './schema.ts'

/** Why a journal cannot be used, in a sentence for a person. The file is left as it is. */
export class JournalFault extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'JournalFault'
  }
}

/**
 * Opens the file, or begins one where there is none.
 * @throws {JournalFault} where another process holds it, it is not a journal of this version, or the disk does not
 * promise what FULL promises
 */
export function openDatabase(file: string): Database.Database {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  let db: Database.Database
  try {
    closeToOthers(file)
    db = new Database(file, { timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = FULL')
    db.pragma('foreign_keys = ON')
    // The lock is taken at the first write, so we write.
    db.exec('BEGIN IMMEDIATE; COMMIT')
  } catch (fault) {
    throw faultOf(file, fault)
  }
  if (db.pragma('journal_mode', { simple: true }) !== 'wal' || Number(db.pragma('synchronous', { simple: true })) < 2) {
    throw new JournalFault(`${file}: this disk does not take a write-ahead log with full synchronisation, so nothing written would be certain.`)
  }
  try {
    begin(db, file)
    db.exec(LATER_TABLES)
  } catch (fault) {
    // Whoever is refused must not go on holding the file.
    db.close()
    throw fault
  }
  return db
}

/** Before SQLite opens it: what it puts beside the file has the mode that the file has then. */
function closeToOthers(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  for (const path of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(path)) chmodSync(path, 0o600)
}

function begin(db: Database.Database, file: string): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version === SCHEMA_VERSION) return
  const tables = db.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get() as { count: number }
  if (version !== 0 || tables.count > 0) throw new JournalFault(`${file} is not a journal of this version (it says ${version}, this program writes ${SCHEMA_VERSION}). It was left as it is.`)
  db.transaction(() => {
    db.exec(SCHEMA)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
  })()
}

function faultOf(file: string, fault: unknown): JournalFault {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (code.startsWith('SQLITE_BUSY')) return new JournalFault(`${file} is held by another process: a point runs on it already.`)
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') return new JournalFault(`${file} is not a journal, or it is damaged. It was left as it is.`)
  return new JournalFault(`${file} could not be opened: ${fault instanceof Error ? fault.message : String(fault)}`)
}
