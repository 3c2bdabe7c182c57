import Database from 'better-sqlite3'
import { statSync } from 'node:fs'
import { noteKey, printDigest, printVerifierKey, verifyCheckpoint } from '../../../shared/evidence/index.ts'
import { readHead, rootAt, type Signer } from './Head.ts'
import { alarm, type AlarmKind, type LedgerAlarm } from './LedgerAlarm.ts'
import { isOfTheWorld } from './LedgerFault.ts'
import { faultOfSchema, newestVersion, versionOf } from './migrate.ts'
import { APPLICATION_ID } from './migrations.ts'
import type { OpenDatabase } from './openDatabase.ts'
import { Tables } from './Tables.ts'

/** What is looked at, and what it should be. */
export interface Inspection extends Signer {
  readonly path: string
  /** The newest checkpoint that lies beside the database, unverified. */
  readonly newestNote: string | null
  readonly openDatabase: OpenDatabase
}

/** One page of the smallest size that SQLite knows. It takes anything shorter for a database without tables. */
const SMALLEST_DATABASE = 512

type Finding = { readonly kind: AlarmKind; readonly detail: string } | null

/**
 * Looks at a database for reading only, before anything may write to it: is it a database, ours, of a version that we
 * know, whole as a file, and does its end fit the newest checkpoint? Every page is read (SQLite's quick_check); every
 * entry is not hashed again, which is the verifier's work.
 * @returns the alarm, or null where it may be written to. Never throws for what a file may be.
 */
export function inspectDatabase(inspection: Inspection): LedgerAlarm | null {
  const finding = findFault(inspection)
  return finding === null ? null : alarm(finding.kind, inspection.path, finding.detail)
}

function findFault(inspection: Inspection): Finding {
  const { path, openDatabase } = inspection
  try {
    const inFile = faultOfFile(path)
    if (inFile !== null) return inFile
    const db = openDatabase(path, { readonly: true })
    try {
      return faultOfIdentity(db, inspection) ?? faultOfPages(db) ?? faultOfEnd(new Tables(db), inspection)
    } finally {
      db.close()
    }
  } catch (fault) {
    if (!isOfTheWorld(fault)) throw fault
    return { kind: 'corrupt', detail: `${fault.message} (${fault.code})` }
  }
}

function faultOfFile(path: string): Finding {
  const stat = statSync(path)
  if (!stat.isFile()) return { kind: 'foreign', detail: 'it is not a file' }
  if (stat.size < SMALLEST_DATABASE) return { kind: 'corrupt', detail: `it has ${stat.size} bytes, fewer than any database` }
  const isOthers = process.getuid !== undefined && stat.uid !== process.getuid()
  return isOthers ? { kind: 'foreign', detail: `it belongs to user ${stat.uid}` } : null
}

function faultOfIdentity(db: Database.Database, { origin, key }: Inspection): Finding {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) return { kind: 'foreign', detail: 'it is a database of another program' }
  const version = versionOf(db)
  if (version > newestVersion()) return { kind: 'newer_version', detail: `it has version ${version}, and this program knows ${newestVersion()}` }
  const strange = faultOfSchema(db)
  if (strange !== null) return { kind: 'foreign', detail: strange }
  const about = new Tables(db).about()
  const isOurs = about?.origin === origin && about.verifier_key === printVerifierKey(noteKey(origin, key))
  return isOurs ? null : { kind: 'foreign', detail: `it is the log of ${about?.origin ?? 'nobody'}, under another key or another name` }
}

function faultOfPages(db: Database.Database): Finding {
  const found = String(db.pragma('quick_check(1)', { simple: true }))
  return found === 'ok' ? null : { kind: 'corrupt', detail: found }
}

function faultOfEnd(tables: Tables, { origin, key, newestNote }: Inspection): Finding {
  const verdict = readHead(tables, { origin, key })
  const rolledBack = newestNote === null ? null : faultAgainst(newestNote, tables, { origin, key })
  // An older copy is sound in itself, so this is asked first: what it says of the past is the better word for a person.
  if (rolledBack !== null) return rolledBack
  if (verdict.status === 'unsound') return { kind: 'damaged', detail: verdict.detail }
  const missing = tables.size() - tables.count()
  return missing === 0 ? null : { kind: 'damaged', detail: `${missing} entries before the last are missing` }
}

function faultAgainst(note: string, tables: Tables, { origin, key }: Signer): Finding {
  const verdict = verifyCheckpoint({ note, origin, key })
  // Torn by a crash, or of another key: it is no witness, and absence of one is no alarm.
  if (verdict.status === 'refused') return null
  const { size, root } = verdict.checkpoint
  const reached = tables.newestCheckpoint()?.size ?? 0
  if (size > reached) return { kind: 'rolled_back', detail: `this console has signed ${size} entries, and the log ends at ${reached}` }
  const found = rootAt(tables, size)
  // A lost node is damage and no other history; the check of the end names it.
  if (found === null || printDigest(found.root) === printDigest(root)) return null
  return { kind: 'forked', detail: `the first ${size} entries are not the ones that this console has signed` }
}
