import type Database from 'better-sqlite3'
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { noteKey, type PrivateKey } from '../../../shared/evidence/index.ts'
import { beginLedger } from './beginLedger.ts'
import { readHead } from './Head.ts'
import { inspectDatabase } from './inspectDatabase.ts'
import { Ledger } from './Ledger.ts'
import { alarm, type LedgerAlarm } from './LedgerAlarm.ts'
import { isOfTheWorld, LedgerFault } from './LedgerFault.ts'
import { migrate } from './migrate.ts'
import { NewestCheckpoint } from './NewestCheckpoint.ts'
import { makeDurable, openDatabase as openFile, type OpenDatabase } from './openDatabase.ts'
import { openReadOnly } from './openReadOnly.ts'
import { openReserve } from './openReserve.ts'
import { pathsIn, type LedgerPaths } from './paths.ts'
import type { ReadOnlyLedger } from './ReadOnlyLedger.ts'
import { Tables } from './Tables.ts'
import { takeLock } from './takeLock.ts'

/** Which ledger is opened, as whom, and with what. */
export interface LedgerOptions {
  /** A folder for the ledger alone. */
  readonly folder: string
  /** The log's name for the points, also the name of its key in checkpoints. No space, no plus. */
  readonly origin: string
  /** The console key (protocol P5), which signs checkpoints. */
  readonly key: PrivateKey
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Whether a log may begin here. Whoever knows that there was one says no, so that none begins in its place. */
  readonly mayCreate: boolean
  readonly reserveBytes?: number
  readonly openDatabase?: OpenDatabase
}

/** What became of opening a ledger. */
export type LedgerOpening =
  | { readonly status: 'open'; readonly ledger: Ledger }
  /** Something is wrong with it. Nothing was changed; approvals cannot be recorded. */
  | { readonly status: 'read_only'; readonly ledger: ReadOnlyLedger; readonly alarm: LedgerAlarm }
  | { readonly status: 'refused'; readonly reason: 'in_use' | 'not_durable'; readonly sentence: string }

/** The options with nothing left open, and the lock that is held. */
interface Request extends Required<LedgerOptions> {
  readonly paths: LedgerPaths
  readonly release: () => void
}

/** Room for the stops of a thousand points, or some two hundred denials one by one. */
const RESERVE_BYTES = 1024 * 1024

/**
 * Opens the ledger in a folder, or begins one where none was and none is expected. One process at a time.
 * @returns an open ledger; or one for reading only, with an alarm; or a refusal, where another process has it open or
 * the file system cannot keep what it is given
 * @throws {RangeError} for an origin that no log can have
 */
export function openLedger(options: LedgerOptions): LedgerOpening {
  const paths = pathsIn(options.folder)
  noteKey(options.origin, options.key.publicKey)
  const folderFault = prepareFolder(options)
  const lock = takeLock(paths.lock)
  if (lock.status === 'held_by_another') return refuse('in_use', `The decision log ${paths.database} is in use by another process; close that console first.`)

  const release = lock.status === 'taken' ? lock.release : () => {}
  const request: Request = { reserveBytes: RESERVE_BYTES, openDatabase: openFile, ...options, paths, release }
  try {
    const found = lock.status === 'taken' ? findAlarm(request) : alarm(existsSync(paths.database) ? 'unwritable' : 'missing', paths.database, folderFault ?? lock.detail)
    return found === null ? openWritable(request) : readOnly(request, found)
  } catch (fault) {
    release()
    throw fault
  }
}

/** The alarm that keeps the database from being written, or null. Where no log is, one begins. */
function findAlarm(request: Request): LedgerAlarm | null {
  const { paths, origin, key, openDatabase } = request
  if (!existsSync(paths.database)) return beginLedger(request)
  return inspectDatabase({ path: paths.database, origin, key: key.publicKey, newestNote: new NewestCheckpoint(paths.newest).read(), openDatabase })
}

function openWritable(request: Request): LedgerOpening {
  const { paths, openDatabase, now, origin, key, reserveBytes, release } = request
  let db: Database.Database | null = null
  try {
    chmodSync(paths.database, 0o600)
    db = openDatabase(paths.database, { readonly: false })
    const unkept = makeDurable(db)
    if (unkept.length > 0) {
      db.close()
      release()
      return refuse('not_durable', `The decision log ${paths.database} lies where nothing can be kept safely (${unkept.join(', ')}); move it to a local disk.`)
    }
    migrate(db, new Date(now()).toISOString())
    const tables = new Tables(db)
    const verdict = readHead(tables, { origin, key: key.publicKey })
    // It was looked at a moment ago.
    if (verdict.status === 'unsound') throw new LedgerFault('ledger_altered', verdict.detail)
    const { reserve, owed } = openReserve({ path: paths.reserve, bytes: reserveBytes, tables, nowMs: now() })
    const newest = new NewestCheckpoint(paths.newest)
    newest.keep(verdict.head.note)
    return { status: 'open', ledger: new Ledger({ db, tables, reserve, newest, owed, head: verdict.head, origin, key, now }, release) }
  } catch (fault) {
    db?.close()
    if (!isOfTheWorld(fault)) throw fault
    return readOnly(request, alarm('unwritable', paths.database, String(fault)))
  }
}

const readOnly = ({ paths, openDatabase, now, release }: Request, found: LedgerAlarm): LedgerOpening =>
  ({ status: 'read_only', alarm: found, ledger: openReadOnly({ paths, openDatabase, now, release }) })

/** Makes the folder where it may, and closes it to others. Gives what went wrong, which the lock will run into as well. */
function prepareFolder({ folder, mayCreate }: LedgerOptions): string | null {
  try {
    if (mayCreate) mkdirSync(folder, { recursive: true, mode: 0o700 })
    // Only where it is the ledger's alone: a folder that was named by mistake may be somebody's home.
    const isOurs = readdirSync(folder).every((name) => name.startsWith('ledger.'))
    if (process.platform !== 'win32' && isOurs && (statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700)
    return null
  } catch (fault) {
    return String(fault)
  }
}

const refuse = (reason: 'in_use' | 'not_durable', sentence: string): LedgerOpening => ({ status: 'refused', reason, sentence })
