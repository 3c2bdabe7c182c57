import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'

/** Where the files of a ledger lie. */
export interface LedgerPaths {
  readonly folder: string
  readonly database: string
  /** The newest checkpoint, to notice an older copy of the database by. */
  readonly newest: string
  readonly reserve: string
  readonly lock: string
}

/** The files of the ledger in a folder. */
export function pathsIn(folder: string): LedgerPaths {
  const database = join(folder, 'ledger.sqlite')
  return { folder, database, newest: join(folder, 'ledger.newest'), reserve: join(folder, 'ledger.reserve'), lock: join(folder, 'ledger.lock') }
}

/** Makes new names in a folder outlive a loss of power. Windows has nothing of the kind and needs nothing. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
