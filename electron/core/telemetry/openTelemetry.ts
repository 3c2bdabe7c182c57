import Database from 'better-sqlite3'
import { chmodSync, existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS events (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms INTEGER NOT NULL,
    stream_id TEXT NOT NULL,
    point_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    type TEXT NOT NULL,
    body BLOB NOT NULL,
    leaf BLOB NOT NULL,
    sealed INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS events_place ON events (stream_id, seq);
  CREATE INDEX IF NOT EXISTS events_unsealed ON events (sealed) WHERE sealed = 0;
  CREATE TABLE IF NOT EXISTS places (stream_id TEXT PRIMARY KEY, point_id TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;
`

/**
 * Opens the store beside the ledger, or begins one. It holds nothing that a decision rests on: one that is damaged is
 * thrown away and begun anew, and what was in it stays provable by its seals.
 * @returns the database, or null where the folder takes none at all: then telemetry is not kept
 */
export function openTelemetry(folder: string): Database.Database | null {
  if (!existsSync(folder)) return null
  const path = join(folder, 'telemetry.db')
  return tryOpening(path) ?? afterRemoving(path)
}

function afterRemoving(path: string): Database.Database | null {
  try {
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true })
  } catch {
    return null
  }
  return tryOpening(path)
}

function tryOpening(path: string): Database.Database | null {
  let db: Database.Database | null = null
  try {
    db = new Database(path, { timeout: 100 })
    db.pragma('journal_mode = wal')
    // Losing the last second of telemetry to a loss of power is no loss that anybody decides upon.
    db.pragma('synchronous = NORMAL')
    db.pragma('trusted_schema = OFF')
    db.exec(SCHEMA)
    if (process.platform !== 'win32') chmodSync(path, 0o600)
    return db
  } catch (fault) {
    db?.close()
    if (fault instanceof Database.SqliteError || (fault instanceof Error && 'code' in fault)) return null
    throw fault
  }
}
