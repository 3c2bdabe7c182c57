import Database from 'better-sqlite3'

/** Opens a SQLite file that exists. Handed in, so that tests can put a failing one in its place. */
export type OpenDatabase = (path: string, mode: { readonly readonly: boolean }) => Database.Database

// Waiting for somebody else's lock holds up the whole core, and an approver must hear within a second that nothing was
// recorded.
const LOCK_WAIT_MS = 100

/** Opens a file that exists with better-sqlite3; a file that does not exist is never made here. */
export const openDatabase: OpenDatabase = (path, { readonly }) =>
  new Database(path, { readonly, fileMustExist: true, timeout: LOCK_WAIT_MS })

/**
 * Switches on what durability rests on, and reads each setting back: SQLite answers a setting that it cannot keep with
 * the old one and not with an error, and better-sqlite3 is compiled to sync less in WAL mode than we promise.
 * @returns the settings that did not take, empty where all did
 */
export function makeDurable(db: Database.Database, platform: NodeJS.Platform = process.platform): readonly string[] {
  const wanted: readonly (readonly [string, string | number])[] = [
    ['journal_mode', 'wal'],
    ['synchronous', 2],
    // On macOS a plain fsync leaves the bytes in the drive's own cache.
    ...(platform === 'darwin' ? [['fullfsync', 1], ['checkpoint_fullfsync', 1]] as const : []),
  ]
  for (const [name, value] of wanted) db.pragma(`${name} = ${value}`)
  // Functions in a schema that somebody planted must not run, and damaged cells must not pass for content.
  db.pragma('trusted_schema = OFF')
  db.pragma('cell_size_check = ON')
  // The WAL is brought home in idle time (see `IdleCheckpoint`); this is the limit for times without any.
  db.pragma(`wal_autocheckpoint = ${MOST_WAL_PAGES}`)
  return wanted.filter(([name, value]) => db.pragma(name, { simple: true }) !== value).map(([name, value]) => `${name} is not ${value}`)
}

const MOST_WAL_PAGES = 8_000
