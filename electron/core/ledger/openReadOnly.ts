import type Database from 'better-sqlite3'
import { LedgerReader } from './LedgerReader.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { openReserveAlone } from './openReserve.ts'
import type { LedgerPaths } from './paths.ts'
import { ReadOnlyLedger } from './ReadOnlyLedger.ts'

/** What there is of a ledger that something is wrong with. */
export interface ReadOnlyRequest {
  readonly paths: LedgerPaths
  readonly openDatabase: OpenDatabase
  readonly now: () => number
  readonly release: () => void
}

/** Opens whatever of a ledger can still be used: its entries for reading, its reserve for denials and stops. Never throws. */
export function openReadOnly({ paths, openDatabase, now, release }: ReadOnlyRequest): ReadOnlyLedger {
  const opened = openReader(paths.database, openDatabase)
  const reserve = openReserveAlone(paths.reserve)
  const close = () => {
    opened?.db.close()
    reserve?.close()
    release()
  }
  return new ReadOnlyLedger({ reader: opened?.reader ?? null, reserve, now, release: close })
}

/** A reader of whatever lies there, or null where SQLite or our statements cannot make anything of it. */
function openReader(path: string, openDatabase: OpenDatabase): { readonly db: Database.Database; readonly reader: LedgerReader } | null {
  let db: Database.Database | null = null
  try {
    db = openDatabase(path, { readonly: true })
    return { db, reader: new LedgerReader(db) }
  } catch {
    // The alarm has already been raised; this is only about how much can still be shown.
    db?.close()
    return null
  }
}
