// The verification of one ledger file, without any output of its own.

import Database from 'better-sqlite3'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { importPublicKey, noteKey, parseCheckpoint, parseNote, parseVerifierKey, printVerifierKey, verifyCheckpoint } from '../../shared/evidence/index.ts'
import { Broken } from './Broken.mjs'
import { Walk } from './Walk.mjs'

/**
 * @typedef {import('./Walk.mjs').Claim} Claim
 * @typedef {import('./Walk.mjs').Row} Row
 * @typedef {import('../../shared/evidence/index.ts').PublicKey} PublicKey
 *
 * @typedef {object} Whole
 * @property {'whole'} status
 * @property {number} entries
 * @property {string} root
 * @property {string} origin
 * @property {string} key as a verifier key
 * @property {boolean} isKeyGiven false where the key is only the one that the file names
 * @property {number} checkpoints
 * @property {number} removedBodies
 *
 * @typedef {{ status: 'broken', from: number | null, to: number | null, what: string }} NotWhole
 * `from` and `to` are the first entries concerned, null where no entry is
 * @typedef {{ status: 'unverifiable', why: string }} Unverifiable
 *
 * @typedef {object} Request
 * @property {string} path of the file, or of the folder in which it lies
 * @property {string} [key] a verifier key, or the `x` of a JWK
 * @property {string} [checkpoint] a note that somebody kept elsewhere
 * @property {(done: number, total: number) => void} [onProgress] called every few thousand entries
 */

const APPLICATION_ID = 0x43_53_4c_47
const VERSION = 1
const PROGRESS_EVERY = 5_000
const ENTRIES = 'SELECT n, at, kind, body_hash, leaf, salt, body FROM entries ORDER BY n'

/** Nothing can be said, and why. */
class NothingToSay extends Error {}

/**
 * Verifies a ledger. Reads only. Never throws for what a file may hold.
 * @param {Request} request
 * @returns {Whole | NotWhole | Unverifiable}
 */
export function verifyLedger(request) {
  /** @type {Database.Database | undefined} */
  let db
  try {
    const path = fileOf(request.path)
    db = open(path)
    return verifyOpen(db, path, request)
  } catch (fault) {
    if (fault instanceof Broken) return { status: 'broken', from: fault.from, to: fault.to, what: fault.message }
    if (fault instanceof NothingToSay) return { status: 'unverifiable', why: fault.message }
    if (fault instanceof Database.SqliteError) return { status: 'unverifiable', why: `The file cannot be read as a ledger: ${fault.message} (${fault.code}).` }
    throw fault
  } finally {
    db?.close()
  }
}

/**
 * @param {Database.Database} db
 * @param {string} path
 * @param {Request} request
 * @returns {Whole}
 */
function verifyOpen(db, path, { key: givenKey, checkpoint, onProgress = () => {} }) {
  // The note beside the file is read first: it is written after the commit that it is of, so one that was read before
  // the file is never ahead of it, though the console writes meanwhile.
  const noteBeside = readNoteBeside(path)
  // One moment of the file.
  db.exec('BEGIN')
  expectLedger(db)
  const { origin, key } = signerOf(db, givenKey)
  const claims = [...storedClaims(db), ...claimsFromElsewhere(noteBeside, checkpoint, { origin, key })].sort((a, b) => a.size - b.size)
  const node = db.prepare('SELECT hash FROM nodes WHERE level = ? AND idx = ?').pluck()
  const walk = new Walk({ claims, origin, key, readNode: (level, index) => /** @type {Uint8Array | undefined} */ (node.get(level, index)) ?? null })

  const total = Number(db.prepare('SELECT count(*) FROM entries').pluck().get())
  for (const row of rowsOf(db, () => walk.size)) {
    walk.step(row)
    if (walk.size % PROGRESS_EVERY === 0) onProgress(walk.size, total)
  }
  walk.end()
  const nodes = Number(db.prepare('SELECT count(*) FROM nodes').pluck().get())
  if (nodes !== walk.nodes) throw new Broken(null, null, `the stored tree has ${nodes} nodes, and ${walk.nodes} belong to it`)
  return {
    status: 'whole', entries: walk.size, root: walk.root, origin, key: printVerifierKey(noteKey(origin, key)),
    isKeyGiven: givenKey !== undefined, checkpoints: walk.checkpoints, removedBodies: walk.removed,
  }
}

/**
 * The entries in their order; a page that SQLite cannot read is the place where the log is broken.
 * @param {Database.Database} db
 * @param {() => number} reached
 * @returns {Generator<Row>}
 */
function* rowsOf(db, reached) {
  try {
    yield* /** @type {IterableIterator<Row>} */ (db.prepare(ENTRIES).iterate())
  } catch (fault) {
    if (!(fault instanceof Database.SqliteError)) throw fault
    throw new Broken(reached(), reached(), `the file itself is damaged here (${fault.code})`)
  }
}

/** @param {Database.Database} db */
function expectLedger(db) {
  if (db.pragma('application_id', { simple: true }) !== APPLICATION_ID) throw new NothingToSay('This is not a ledger of Countersign.')
  const version = db.pragma('user_version', { simple: true })
  if (version !== VERSION) throw new NothingToSay(`This ledger has version ${version}, and this verifier knows ${VERSION}.`)
}

/**
 * Whose log this is: as the file says, under the key that was given or else the one that the file names.
 * @param {Database.Database} db
 * @param {string | undefined} given
 * @returns {{ origin: string, key: PublicKey }}
 */
function signerOf(db, given) {
  const about = /** @type {{ origin: unknown, verifier_key: unknown } | undefined} */ (db.prepare('SELECT origin, verifier_key FROM about').get())
  const named = parseVerifierKey(String(about?.verifier_key))
  if (about === undefined || named === null || named.name !== about.origin) throw new Broken(null, null, 'the file does not name a log and a key that fit together')
  if (given === undefined) return { origin: named.name, key: named.key }
  const key = keyFrom(given, named.name)
  if (key.kid !== named.key.kid) throw new Broken(null, null, 'the file names another key than the one that was given')
  return { origin: named.name, key }
}

/**
 * @param {string} given
 * @param {string} origin
 * @returns {PublicKey}
 */
function keyFrom(given, origin) {
  const plain = importPublicKey(given)
  if (plain.status === 'accepted') return plain.key
  const verifier = parseVerifierKey(given)
  if (verifier === null) throw new NothingToSay('What was given with --key is neither a verifier key nor the x of a JWK.')
  if (verifier.name !== origin) throw new Broken(null, null, `the file is the log "${origin}", and the key that was given is of "${verifier.name}"`)
  return verifier.key
}

/**
 * @param {Database.Database} db
 * @returns {Claim[]}
 */
function storedClaims(db) {
  const rows = /** @type {{ size: number, note: unknown }[]} */ (db.prepare('SELECT size, note FROM checkpoints ORDER BY size').all())
  return rows.map(({ size, note }) => ({ size, note: String(note), from: 'the stored checkpoint' }))
}

/** @param {string} path */
function readNoteBeside(path) {
  const beside = join(dirname(path), 'ledger.newest')
  return existsSync(beside) ? readFileSync(beside, 'utf8') : ''
}

/**
 * @param {string} newest the note beside the file; empty where there is none
 * @param {string | undefined} given
 * @param {{ origin: string, key: PublicKey }} signer
 * @returns {Claim[]}
 */
function claimsFromElsewhere(newest, given, signer) {
  // Of the console's own note only a good one counts: a crash may have torn it.
  const claims = verifyCheckpoint({ note: newest, ...signer }).status === 'verified' ? [claimOf(newest, 'the checkpoint beside the file')] : []
  return given === undefined ? claims : [...claims, claimOf(given, 'the checkpoint that was given')]
}

/**
 * @param {string} note
 * @param {string} from
 * @returns {Claim}
 */
function claimOf(note, from) {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '')
  if (checkpoint === null) throw new NothingToSay('What was given with --checkpoint is not a checkpoint.')
  return { size: checkpoint.size, note, from }
}

/** @param {string} path */
function fileOf(path) {
  if (!existsSync(path)) throw new NothingToSay(`There is nothing at ${path}.`)
  const file = statSync(path).isDirectory() ? join(path, 'ledger.sqlite') : path
  if (!existsSync(file)) throw new NothingToSay(`There is no ledger in ${path}.`)
  return file
}

/** @param {string} path */
function open(path) {
  const db = new Database(path, { readonly: true, fileMustExist: true })
  try {
    db.prepare('SELECT count(*) FROM sqlite_schema').get()
    return db
  } catch (fault) {
    db.close()
    const isFolderClosed = fault instanceof Database.SqliteError && /^SQLITE_(CANTOPEN|READONLY)/.test(fault.code)
    // A closed ledger on a medium that takes no writing, not even SQLite's own helper files. With a WAL beside it the
    // file alone would be an older state.
    if (!isFolderClosed || existsSync(`${path}-wal`)) throw fault
    return new Database(`${pathToFileURL(path).href}?immutable=1`, { readonly: true, fileMustExist: true })
  }
}
