import Database from 'better-sqlite3'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger } from '../../electron/core/ledger/index.ts'
import {
  EMPTY_RANGE, appendLeaf, bytesOfDigest, generatePrivateKey, hashBody, hashEntry, noteKey, parseDigest, printDigest, printVerifierKey, rootOf, signCheckpoint, type PrivateKey,
} from '../../shared/evidence/index.ts'
import { encodeUtf8, parseJson, printCanonicalJson, toJsonValue } from '../../shared/json/index.ts'
import { verifyLedger } from '../../scripts/verify/verifyLedger.mjs'
import { seeded } from '../unit/ledger/ledgers.ts'

const ORIGIN = 'countersign.test/console'
const ROWS = 1_000
const MUTATIONS = 325
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 0xffff_ffff))

const key = generatePrivateKey()
const verifierKey = printVerifierKey(noteKey(ORIGIN, key.publicKey))
const base = mkdtempSync(join(tmpdir(), 'countersign-verify-'))
const whole = join(base, 'whole')
/** Where each commit ended: commits of one to sixteen entries. */
const sizes: number[] = []

beforeAll(async () => {
  const opening = openLedger({ folder: whole, origin: ORIGIN, key, now: () => 1_700_000_000_000, mayCreate: true, reserveBytes: 16 * 1024 })
  if (opening.status !== 'open') throw new Error(JSON.stringify(opening))
  for (let n = 0; n < ROWS; ) {
    const count = Math.min(ROWS - n, [1, 1, 9, 1, 16, 8][sizes.length % 6] ?? 1)
    await opening.ledger.append(Array.from({ length: count }, (_, i) => ({ kind: 'decision.recorded', body: { i: n + i, text: `why ${n + i} é`.repeat(3) } })))
    n += count
    sizes.push(n)
  }
  opening.ledger.close()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

interface EntryRow { n: number; at: string; kind: string; body_hash: Uint8Array; leaf: Uint8Array; salt: string; body: Uint8Array }
interface Harm {
  readonly name: string
  /** Changes the database; gives the first entry that is no longer what it was, or null where no entry is concerned. */
  readonly apply: (db: Database.Database, random: (below: number) => number) => number | null
}

const rowAt = (db: Database.Database, n: number) => db.prepare<[number], EntryRow>('SELECT n, at, kind, body_hash, leaf, salt, body FROM entries WHERE n = ?').get(n) ?? fail()
const fail = (): never => {
  throw new Error('There is no such row')
}
const flip = (bytes: Uint8Array, at: number, bit: number) => {
  const changed = Buffer.from(bytes)
  changed[at] = (changed[at] ?? 0) ^ (1 << bit)
  return changed
}
const moveUp = (db: Database.Database, from: number, by: number) => {
  db.prepare('UPDATE entries SET n = -n - 1 WHERE n >= ?').run(from)
  db.prepare('UPDATE entries SET n = -n - 1 + ? WHERE n < 0').run(by)
}

/** Recomputes everything that needs no key from an entry on: hashes, leaves, nodes. */
function rehash(db: Database.Database, from: number): ReturnType<typeof appendLeaf>['range'] {
  const rows = db.prepare<[], EntryRow>('SELECT n, at, kind, body_hash, leaf, salt, body FROM entries ORDER BY n').all()
  db.exec('DELETE FROM nodes')
  const update = db.prepare('UPDATE entries SET body_hash = ?, leaf = ? WHERE n = ?')
  const insert = db.prepare('INSERT INTO nodes VALUES (?, ?, ?)')
  let range = EMPTY_RANGE
  for (const row of rows) {
    const { n, at, kind, salt, body } = row
    let leaf = row.leaf
    if (n >= from) {
      const body_hash = hashBody({ salt, body: toJsonValue(parseJson(body)) })
      leaf = hashEntry({ n, at, kind, body_hash })
      update.run(bytesOfDigest(body_hash), leaf, n)
    }
    const grown = appendLeaf(range, leaf)
    range = grown.range
    for (const { level, index, hash } of grown.nodes) if (level > 0) insert.run(level, index, hash)
  }
  return range
}

/** Signs every checkpoint from a size on anew, with a key that may not be the right one. */
function resign(db: Database.Database, from: number, other: PrivateKey): void {
  let range = EMPTY_RANGE
  const leaves = db.prepare<[], Uint8Array>('SELECT leaf FROM entries ORDER BY n').pluck().all()
  for (const leaf of leaves) {
    range = appendLeaf(range, leaf).range
    if (range.size >= from && sizes.includes(range.size)) {
      db.prepare('UPDATE checkpoints SET note = ? WHERE size = ?').run(signCheckpoint({ origin: ORIGIN, size: range.size, root: rootOf(range), extensions: [] }, other), range.size)
    }
  }
}

const otherBody = encodeUtf8(printCanonicalJson({ i: -1, text: 'never said' }))

const HARM: readonly Harm[] = [
  { name: 'edit a byte of a body', apply: (db, random) => {
    const n = random(ROWS)
    const { body } = rowAt(db, n)
    db.prepare('UPDATE entries SET body = ? WHERE n = ?').run(flip(body, random(body.length), random(8)), n)
    return n
  } },
  { name: 'edit a character of a salt', apply: (db, random) => {
    const n = random(ROWS)
    const { salt } = rowAt(db, n)
    const at = random(salt.length)
    db.prepare('UPDATE entries SET salt = ? WHERE n = ?').run(`${salt.slice(0, at)}${salt[at] === 'A' ? 'B' : 'A'}${salt.slice(at + 1)}`, n)
    return n
  } },
  { name: 'change a timestamp', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('UPDATE entries SET at = ? WHERE n = ?').run(new Date(1_700_000_000_000 + 1 + random(1e9)).toISOString(), n)
    return n
  } },
  { name: 'edit a byte of a kind', apply: (db, random) => {
    const n = random(ROWS)
    const at = random('decision.recorded'.length)
    db.prepare('UPDATE entries SET kind = ? WHERE n = ?').run(flip(Buffer.from('decision.recorded'), at, random(5)).toString('latin1'), n)
    return n
  } },
  { name: 'edit a byte of a body hash', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('UPDATE entries SET body_hash = ? WHERE n = ?').run(flip(rowAt(db, n).body_hash, random(32), random(8)), n)
    return n
  } },
  { name: 'edit a byte of a leaf', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('UPDATE entries SET leaf = ? WHERE n = ?').run(flip(rowAt(db, n).leaf, random(32), random(8)), n)
    return n
  } },
  { name: 'edit a node', apply: (db, random) => {
    const count = Number(db.prepare('SELECT count(*) FROM nodes').pluck().get())
    const { level, idx, hash } = db.prepare<[number], { level: number; idx: number; hash: Uint8Array }>('SELECT level, idx, hash FROM nodes LIMIT 1 OFFSET ?').get(random(count)) ?? fail()
    db.prepare('UPDATE nodes SET hash = ? WHERE level = ? AND idx = ?').run(flip(hash, random(32), random(8)), level, idx)
    return null
  } },
  { name: 'delete a node', apply: (db, random) => {
    const idx = random(ROWS / 2)
    db.prepare('DELETE FROM nodes WHERE level = 1 AND idx = ?').run(idx)
    return null
  } },
  { name: 'add a node', apply: (db, random) => {
    db.prepare('INSERT INTO nodes VALUES (?, ?, ?)').run(1 + random(20), ROWS + random(50), Buffer.alloc(32))
    return null
  } },
  { name: 'delete a row', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('DELETE FROM entries WHERE n = ?').run(n)
    return n
  } },
  { name: 'delete a range', apply: (db, random) => {
    const n = random(ROWS - 30)
    db.prepare('DELETE FROM entries WHERE n >= ? AND n < ?').run(n, n + 2 + random(20))
    return n
  } },
  { name: 'delete a row and close the gap', apply: (db, random) => {
    const n = random(ROWS - 1)
    db.prepare('DELETE FROM entries WHERE n = ?').run(n)
    moveUp(db, n + 1, -1)
    return n
  } },
  { name: 'insert a copy of another row', apply: (db, random) => {
    const n = random(ROWS)
    const { at, kind, body_hash, leaf, salt, body } = rowAt(db, random(ROWS))
    moveUp(db, n, 1)
    db.prepare('INSERT INTO entries (n, at, kind, body_hash, leaf, salt, body) VALUES (?, ?, ?, ?, ?, ?, ?)').run(n, at, kind, body_hash, leaf, salt, body)
    return n
  } },
  { name: 'append a row without a checkpoint', apply: (db) => {
    const { at, kind, body_hash, salt, body } = rowAt(db, 5)
    const leaf = hashEntry({ n: ROWS, at, kind, body_hash: printDigest(body_hash) })
    db.prepare('INSERT INTO entries (n, at, kind, body_hash, leaf, salt, body) VALUES (?, ?, ?, ?, ?, ?, ?)').run(ROWS, at, kind, body_hash, leaf, salt, body)
    return ROWS
  } },
  { name: 'swap two rows', apply: (db, random) => {
    const one = random(ROWS - 1)
    const other = one + 1 + random(ROWS - 1 - one)
    db.prepare('UPDATE entries SET n = -1 WHERE n = ?').run(one)
    db.prepare('UPDATE entries SET n = ? WHERE n = ?').run(one, other)
    db.prepare('UPDATE entries SET n = ? WHERE n = -1').run(other)
    return one
  } },
  { name: 'swap the bodies and salts of two rows', apply: (db, random) => {
    const one = random(ROWS - 1)
    const other = one + 1 + random(ROWS - 1 - one)
    const [a, b] = [rowAt(db, one), rowAt(db, other)]
    for (const [n, { salt, body, body_hash }] of [[one, b], [other, a]] as const) db.prepare('UPDATE entries SET salt = ?, body = ?, body_hash = ? WHERE n = ?').run(salt, body, body_hash, n)
    return one
  } },
  { name: 'remove a body as retention would, without saying so', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('UPDATE entries SET body = NULL, salt = NULL WHERE n = ?').run(n)
    return n
  } },
  { name: 'change an entry and hash its row anew', apply: (db, random) => {
    const n = random(ROWS)
    const { at, kind, salt } = rowAt(db, n)
    const hash = hashBody({ salt, body: { i: -1, text: 'never said' } })
    db.prepare('UPDATE entries SET body = ?, body_hash = ?, leaf = ? WHERE n = ?').run(otherBody, bytesOfDigest(hash), hashEntry({ n, at, kind, body_hash: hash }), n)
    return n
  } },
  { name: 'change an entry and hash the whole chain anew, without the key', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('UPDATE entries SET body = ? WHERE n = ?').run(otherBody, n)
    rehash(db, n)
    return n
  } },
  { name: 'change an entry, hash the whole chain anew and sign with another key', apply: (db, random) => {
    const n = random(ROWS)
    db.prepare('UPDATE entries SET at = ? WHERE n = ?').run('2020-01-01T00:00:00.000Z', n)
    rehash(db, n)
    resign(db, n + 1, generatePrivateKey())
    return n
  } },
  { name: 'cut off the tail, and leave the checkpoints', apply: (db, random) => {
    const n = ROWS - 1 - random(300)
    db.prepare('DELETE FROM entries WHERE n >= ?').run(n)
    return n
  } },
  { name: 'cut off the tail with its nodes and checkpoints', apply: (db, random) => {
    const size = sizes[sizes.length - 2 - random(100)] ?? 0
    db.prepare('DELETE FROM entries WHERE n >= ?').run(size)
    db.prepare('DELETE FROM checkpoints WHERE size > ?').run(size)
    rehash(db, size)
    // What the console kept beside the file tells; a point would, too.
    return size
  } },
  { name: 'edit a byte of a checkpoint', apply: (db, random) => {
    const at = random(sizes.length)
    const size = sizes[at] ?? 0
    const note = String(db.prepare('SELECT note FROM checkpoints WHERE size = ?').pluck().get(size))
    const where = random(note.length)
    const changed = `${note.slice(0, where)}${note[where] === 'x' ? 'y' : 'x'}${note.slice(where + 1)}`
    db.prepare('UPDATE checkpoints SET note = ? WHERE size = ?').run(changed, size)
    return sizes[at - 1] ?? 0
  } },
  { name: 'move a checkpoint to another size', apply: (db, random) => {
    const at = random(sizes.length - 1)
    db.prepare('UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = ?) WHERE size = ?').run(sizes[at + 1], sizes[at])
    return sizes[at - 1] ?? 0
  } },
  { name: 'replace the key, and sign everything with the new one', apply: (db) => {
    const other = generatePrivateKey()
    db.prepare('UPDATE about SET verifier_key = ?').run(printVerifierKey(noteKey(ORIGIN, other.publicKey)))
    db.prepare('UPDATE checkpoints SET note = ? WHERE size = 0').run(signCheckpoint({ origin: ORIGIN, size: 0, root: rootOf(EMPTY_RANGE), extensions: [] }, other))
    resign(db, 1, other)
    return null
  } },
]

/** A copy of the whole ledger to be harmed. */
function copyOf(name: string): string {
  const folder = join(base, name)
  mkdirSync(folder, { recursive: true })
  for (const file of ['ledger.sqlite-wal', 'ledger.sqlite-shm']) rmSync(join(folder, file), { force: true })
  for (const file of ['ledger.sqlite', 'ledger.newest']) copyFileSync(join(whole, file), join(folder, file))
  return folder
}

function harm(folder: string, { apply }: Harm, random: (below: number) => number): number | null {
  const db = new Database(join(folder, 'ledger.sqlite'))
  // Whoever can write the file can drop its triggers and need not wait for the disk.
  db.pragma('synchronous = OFF')
  db.pragma('ignore_check_constraints = ON')
  try {
    for (const { name } of db.prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").all()) db.exec(`DROP TRIGGER ${name}`)
    return db.transaction(() => apply(db, random))()
  } finally {
    db.close()
  }
}

/** The commit that an entry came with: the first checkpoint that can tell vouches for all of it at once. */
function commitOf(n: number): readonly [number, number] {
  const at = sizes.findIndex((size) => size > n)
  return at === -1 ? [n, n] : [sizes[at - 1] ?? 0, (sizes[at] ?? 0) - 1]
}

describe('the verifier', () => {
  it('finds a whole ledger whole, and its root is the one that was signed', () => {
    const verdict = verifyLedger({ path: whole, key: verifierKey })
    expect(verdict).toMatchObject({ status: 'whole', entries: ROWS, origin: ORIGIN, key: verifierKey, isKeyGiven: true, removedBodies: 0 })
    // Every stored one with that of the empty tree, and the one beside the file.
    expect(verdict).toMatchObject({ checkpoints: sizes.length + 2 })
    if (verdict.status === 'whole') expect(readFileSync(join(whole, 'ledger.newest'), 'utf8')).toContain(Buffer.from(bytesOfDigest(parseDigest(verdict.root) ?? fail())).toString('base64'))
    expect(verifyLedger({ path: join(whole, 'ledger.sqlite'), key: key.publicKey.x })).toMatchObject({ status: 'whole' })
  })

  it(`finds all of ${MUTATIONS} random changes, and the first entry that each concerns (seed ${seed})`, () => {
    process.stdout.write(`  tamper seed ${seed}; run with SEED=${seed} to repeat\n`)
    const random = seeded(seed)
    const missed: string[] = []
    let exact = 0
    let located = 0
    for (let i = 0; i < MUTATIONS; i++) {
      const one = HARM[i % HARM.length] ?? fail()
      const folder = copyOf('harmed')
      const first = harm(folder, one, random)
      const verdict = verifyLedger({ path: folder, key: verifierKey })
      const told = verdict.status === 'broken' ? [verdict.from, verdict.to] : null
      const isRight = told !== null && (first === null || (told[0] === first && (told[1] ?? 0) >= first) || (told[0] === commitOf(first)[0] && told[1] === commitOf(first)[1]))
      if (!isRight) missed.push(`${i} ${one.name}: harmed ${first}, told ${JSON.stringify(verdict)}`)
      if (first !== null) located++
      if (first !== null && told?.[0] === first) exact++
    }
    expect(missed).toEqual([])
    process.stdout.write(`  ${MUTATIONS} of ${MUTATIONS} found; of ${located} that concern an entry, ${exact} named by its number and ${located - exact} by the commit it was part of\n`)
  }, 180_000)

  it.each(HARM)('finds it out when somebody does: $name', (one) => {
    const folder = copyOf('each')
    harm(folder, one, seeded(7))
    expect(verifyLedger({ path: folder, key: verifierKey })).toMatchObject({ status: 'broken', what: expect.any(String) })
  })

  it('finds an older copy out by a checkpoint that somebody else kept, and takes it for whole without one', () => {
    const folder = copyOf('older')
    const kept = readFileSync(join(folder, 'ledger.newest'), 'utf8')
    harm(folder, HARM.find(({ name }) => name.startsWith('cut off the tail with')) ?? fail(), () => 9)
    rmSync(join(folder, 'ledger.newest'))
    // This is what a file alone cannot show, and why the points remember.
    expect(verifyLedger({ path: folder, key: verifierKey })).toMatchObject({ status: 'whole' })
    expect(verifyLedger({ path: folder, key: verifierKey, checkpoint: kept })).toMatchObject({ status: 'broken', to: ROWS - 1 })
  })

  it('accepts bodies that a retention took, once its entry says so', async () => {
    const folder = copyOf('retention')
    copyFileSync(join(whole, 'ledger.reserve'), join(folder, 'ledger.reserve'))
    const opening = openLedger({ folder, origin: ORIGIN, key, now: Date.now, mayCreate: false })
    if (opening.status !== 'open') throw new Error(JSON.stringify(opening))
    await opening.ledger.append([{ kind: 'retention.applied', body: { type: 'countersign.retention/v1', from_n: 10, to_n: 19 } }])
    opening.ledger.close()
    const db = new Database(join(folder, 'ledger.sqlite'))
    db.exec('UPDATE entries SET body = NULL, salt = NULL WHERE n BETWEEN 10 AND 19')
    expect(verifyLedger({ path: folder })).toMatchObject({ status: 'whole', removedBodies: 10 })
    db.exec('UPDATE entries SET body = NULL, salt = NULL WHERE n = 20')
    expect(verifyLedger({ path: folder })).toMatchObject({ status: 'broken', from: 20, to: 20 })
    db.close()
  })

  it('says something of a file with any one byte changed, and never throws', () => {
    const folder = copyOf('flipped')
    const file = join(folder, 'ledger.sqlite')
    const bytes = readFileSync(file)
    const random = seeded(seed)
    for (let i = 0; i < 40; i++) {
      const at = random(bytes.length)
      for (const extra of ['-wal', '-shm']) rmSync(`${file}${extra}`, { force: true })
      writeFileSync(file, flip(bytes, at, random(8)))
      expect(['whole', 'broken', 'unverifiable']).toContain(verifyLedger({ path: folder, key: verifierKey }).status)
    }
  })

  it('says of what is no ledger that nothing can be said', () => {
    const folder = join(base, 'strange')
    mkdirSync(folder)
    writeFileSync(join(folder, 'text'), 'text '.repeat(1_000))
    const other = new Database(join(folder, 'songs'))
    other.exec('CREATE TABLE songs (name)')
    other.close()
    for (const path of [folder, join(folder, 'none'), join(folder, 'text'), join(folder, 'songs')]) expect(verifyLedger({ path })).toMatchObject({ status: 'unverifiable', why: expect.stringMatching(/\.$/) })
    const newer = copyOf('newer')
    const db = new Database(join(newer, 'ledger.sqlite'))
    db.pragma('user_version = 2')
    db.close()
    expect(verifyLedger({ path: newer })).toMatchObject({ status: 'unverifiable', why: expect.stringContaining('version 2') })
  })
})

describe('npm run verify', () => {
  const PROGRAM = join(import.meta.dirname, '..', '..', 'scripts', 'verify', 'verify.mjs')
  const run = async (...args: readonly string[]) => {
    const { stdout, stderr, code = 0 } = await promisify(execFile)(process.execPath, [PROGRAM, ...args]).catch((fault: { stdout: string; stderr: string; code: number }) => fault) as { stdout: string; stderr: string; code?: number }
    return { code, stdout, stderr }
  }

  it('prints whole, broken or not verified, and ends with 0, 1 or 2', async () => {
    const found = await run(whole)
    expect(found).toMatchObject({ code: 0, stderr: '' })
    expect(found.stdout).toMatch(/^whole: 1000 entries, root sha256:[0-9a-f]{64}, \d+ checkpoints of countersign\.test\/console\nsigned with .*\nThat key is the one that the file itself names\./)
    expect((await run(whole, '--key', verifierKey)).stdout).not.toContain('itself names')

    const folder = copyOf('printed')
    harm(folder, HARM[0] ?? fail(), () => 3)
    expect(await run(folder, '--key', verifierKey)).toEqual({ code: 1, stderr: '', stdout: 'broken: entry 3: its body and salt do not have the hash that was recorded\n' })
    for (const args of [[], [join(base, 'nowhere')], [whole, '--key', 'x'], [whole, '--what'], [whole, '--checkpoint', join(base, 'nowhere')]]) {
      expect(await run(...args)).toMatchObject({ code: 2, stdout: expect.stringMatching(/^not verified: /) })
    }
  })
})
