import Database from 'better-sqlite3'
import { chmodSync, chownSync, copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import { draft, fill, filesIn, grasped, newFolder, opened, openedForWriting, ORIGIN, seeded } from './ledgers.ts'

/** A folder with a closed ledger of some entries. */
async function folderWith(count: number): Promise<string> {
  const folder = newFolder()
  const ledger = openedForWriting(folder)
  await fill(ledger, count, 5)
  ledger.close()
  return folder
}

const databaseIn = (folder: string) => join(folder, 'ledger.sqlite')

/** Changes a ledger as somebody with a SQLite shell would. */
function edit(folder: string, sql: string): void {
  const db = new Database(databaseIn(folder))
  db.exec(sql)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
}

describe('a new ledger', () => {
  it('keeps its files from others, and has a signed checkpoint before its first entry', async () => {
    const folder = join(newFolder(), 'deep', 'ledger')
    const ledger = openedForWriting(folder)
    expect(ledger.count()).toBe(0)
    expect(ledger.checkpoint()?.size).toBe(0)
    await ledger.append([draft(0)])
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(filesIn(folder).map((file) => [file, statSync(join(folder, file)).mode & 0o777])).toEqual(
      ['ledger.lock', 'ledger.newest', 'ledger.reserve', 'ledger.sqlite', 'ledger.sqlite-shm', 'ledger.sqlite-wal'].map((file) => [file, 0o600]),
    )
  })

  it('begins only where that is allowed', () => {
    const folder = newFolder()
    expect(opened(folder, { mayCreate: false })).toMatchObject({ status: 'read_only', alarm: { kind: 'missing' } })
    expect(filesIn(folder)).toEqual(['ledger.lock'])
    expect(opened(join(folder, 'nowhere'), { mayCreate: false })).toMatchObject({ status: 'read_only', alarm: { kind: 'missing' } })
  })

  it('closes an open folder to others, unless something else lies in it', () => {
    const [own, shared] = [newFolder(), newFolder()]
    writeFileSync(join(shared, 'letter'), 'Dear')
    for (const folder of [own, shared]) {
      chmodSync(folder, 0o755)
      openedForWriting(folder)
    }
    expect([own, shared].map((folder) => statSync(folder).mode & 0o777)).toEqual([0o700, 0o755])
  })

  it('refuses a name that no checkpoint can carry, and leaves nothing behind', () => {
    const folder = newFolder()
    expect(() => opened(folder, { origin: 'two words' })).toThrow(RangeError)
    expect(filesIn(folder)).toEqual([])
  })

  it('begins in spite of what an earlier beginning left that was cut short', () => {
    const folder = newFolder()
    for (const file of ['ledger.sqlite.new', 'ledger.sqlite.new-journal', 'ledger.reserve.new']) writeFileSync(join(folder, file), 'half')
    expect(opened(folder).status).toBe('open')
  })
})

describe('durability', () => {
  it('is switched on and read back', async () => {
    const hand = grasped()
    openedForWriting(newFolder(), { openDatabase: hand.openDatabase })
    const db = hand.connection()
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(db.pragma('synchronous', { simple: true })).toBe(2)
    expect(db.pragma('trusted_schema', { simple: true })).toBe(0)
  })

  it('is refused where WAL is not to be had, by a file system without shared memory', () => {
    const folder = newFolder()
    openedForWriting(folder).close()
    const before = readFileSync(databaseIn(folder))
    // SQLite's own way of being on such a file system.
    const opening = opened(folder, { openDatabase: (path, { readonly }) => new Database(readonly ? path : `file:${path}?vfs=unix-none`, { readonly }) })
    expect(opening.status).not.toBe('open')
    expect(readFileSync(databaseIn(folder))).toEqual(before)
  })

  it('is refused where a setting does not take, with a sentence that says what to do', () => {
    const folder = newFolder()
    const lying = (path: string, { readonly }: { readonly readonly: boolean }) => {
      const db = new Database(path, { readonly, fileMustExist: true })
      const pragma = db.pragma.bind(db)
      db.pragma = (source, options) => pragma(source.startsWith('synchronous =') ? 'synchronous = 1' : source, options)
      return db
    }
    const opening = opened(folder, { openDatabase: lying })
    expect(opening).toMatchObject({ status: 'refused', reason: 'not_durable' })
    expect(opening).toHaveProperty('sentence', expect.stringMatching(/synchronous is not 2.*local disk/))
    expect(opened(folder).status).toBe('open')
  })
})

describe('a ledger that is in use', () => {
  it('is refused to a second opening, and free after the first is closed', () => {
    const folder = newFolder()
    const ledger = openedForWriting(folder)
    expect(opened(folder)).toMatchObject({ status: 'refused', reason: 'in_use', sentence: expect.stringContaining('in use by another process') })
    ledger.close()
    expect(opened(folder).status).toBe('open')
  })
})

describe('a file that is not what it should be', () => {
  const HARM: readonly (readonly [string, string, (folder: string) => void])[] = [
    ['is gone', 'missing', (folder) => rmSync(databaseIn(folder))],
    ['is empty', 'corrupt', (folder) => truncateSync(databaseIn(folder), 0)],
    ['lost its last page', 'corrupt', (folder) => truncateSync(databaseIn(folder), statSync(databaseIn(folder)).size - 4096)],
    ['lost half of itself', 'corrupt', (folder) => truncateSync(databaseIn(folder), Math.floor(statSync(databaseIn(folder)).size / 2))],
    ['ends within its header', 'corrupt', (folder) => truncateSync(databaseIn(folder), 50)],
    ['has a header of zeros', 'corrupt', (folder) => overwrite(folder, 0, Buffer.alloc(100))],
    ['has a page of zeros', 'corrupt', (folder) => overwrite(folder, 4096 * 3, Buffer.alloc(4096))],
    ['is all zeros', 'corrupt', (folder) => overwrite(folder, 0, Buffer.alloc(statSync(databaseIn(folder)).size))],
    ['is no database', 'corrupt', (folder) => writeFileSync(databaseIn(folder), 'It was the best of times.\n'.repeat(400))],
    ['is a folder', 'foreign', (folder) => {
      rmSync(databaseIn(folder))
      mkdirSync(databaseIn(folder))
    }],
    ["is another program's database", 'foreign', (folder) => {
      rmSync(databaseIn(folder))
      edit(folder, 'CREATE TABLE songs (name TEXT); INSERT INTO songs VALUES (\'Countersign\')')
    }],
    ['has a trigger of somebody else', 'foreign', (folder) => edit(folder, "CREATE TRIGGER t AFTER INSERT ON entries BEGIN SELECT 1; END")],
    ['lost the triggers that keep its rows', 'foreign', (folder) => edit(folder, 'DROP TRIGGER entries_stay')],
    ['was migrated by other steps', 'foreign', (folder) => edit(folder, "UPDATE migrations SET checksum = 'sha256:00'")],
    ["is another console's", 'foreign', (folder) => edit(folder, "UPDATE about SET origin = 'countersign.test/other'")],
    ['has a newer version', 'newer_version', (folder) => edit(folder, 'PRAGMA user_version = 2')],
    ['lost its newest checkpoint', 'rolled_back', (folder) => edit(folder, tampered('checkpoints_stay', 'DELETE FROM checkpoints WHERE size = 20'))],
    ['lost its newest entry', 'damaged', (folder) => edit(folder, tampered('entries_stay', 'DELETE FROM entries WHERE n = 19'))],
    ['lost an entry in the middle', 'damaged', (folder) => edit(folder, tampered('entries_stay', 'DELETE FROM entries WHERE n = 7'))],
    ['lost a node of its tree', 'damaged', (folder) => edit(folder, tampered('nodes_stay', 'DELETE FROM nodes WHERE level = 4'))],
  ]

  it.each(HARM)('one that %s opens for reading only, with the alarm "%s", and stays as it is', async (_, kind, harm) => {
    const folder = await folderWith(20)
    harm(folder)
    const before = snapshot(folder)
    const opening = opened(folder)
    expect(opening).toMatchObject({ status: 'read_only', alarm: { kind } })
    if (opening.status !== 'read_only') return
    expect(opening.alarm.sentence).toMatch(/^The decision log .*approvals stay blocked, and denials and stops still work\.$/)
    expect(await opening.ledger.appendOrReserve([draft(1, 'decision.denied')])).toMatchObject({ status: 'in_reserve' })
    opening.ledger.close()
    expect(snapshot(folder)).toEqual(before)
    expect(opened(folder).status).toBe('read_only')
  })

  it('one that is older than the newest checkpoint is rolled back, and can still be read', async () => {
    const folder = newFolder()
    const first = openedForWriting(folder)
    await fill(first, 10)
    first.close()
    copyFileSync(databaseIn(folder), join(folder, 'old'))
    const second = openedForWriting(folder)
    await fill(second, 3)
    second.close()
    renameSync(join(folder, 'old'), databaseIn(folder))

    const opening = opened(folder)
    expect(opening).toMatchObject({ status: 'read_only', alarm: { kind: 'rolled_back', detail: 'this console has signed 13 entries, and the log ends at 10' } })
    if (opening.status === 'read_only') expect(opening.ledger.reader?.entries({ limit: 3 }).map(({ entry }) => entry.n)).toEqual([9, 8, 7])
  })

  it('one whose WAL was removed is rolled back', async () => {
    const folder = newFolder()
    const copy = newFolder()
    const ledger = openedForWriting(folder)
    await fill(ledger, 4)
    // As it is on disk while the console runs, without the WAL.
    for (const file of ['ledger.sqlite', 'ledger.newest', 'ledger.reserve']) copyFileSync(join(folder, file), join(copy, file))
    expect(opened(copy)).toMatchObject({ status: 'read_only', alarm: { kind: 'rolled_back' } })
  })

  it('one that went another way after an older copy was put back is a fork', async () => {
    const folder = await folderWith(10)
    copyFileSync(databaseIn(folder), join(folder, 'old'))
    const ledger = openedForWriting(folder)
    await fill(ledger, 5)
    ledger.close()
    const newest = readFileSync(join(folder, 'ledger.newest'))
    renameSync(join(folder, 'old'), databaseIn(folder))
    rmSync(join(folder, 'ledger.newest'))
    const other = openedForWriting(folder)
    await other.append(Array.from({ length: 8 }, (_, i) => draft(1000 + i)))
    other.close()
    writeFileSync(join(folder, 'ledger.newest'), newest)
    expect(opened(folder)).toMatchObject({ status: 'read_only', alarm: { kind: 'forked' } })
  })

  it("one under another key is another console's", async () => {
    const folder = await folderWith(3)
    for (const other of [{ key: generatePrivateKey() }, { origin: `${ORIGIN}2` }]) {
      const opening = opened(folder, other)
      expect(opening).toMatchObject({ status: 'read_only', alarm: { kind: 'foreign' } })
      if (opening.status === 'read_only') opening.ledger.close()
    }
    expect(opened(folder).status).toBe('open')
  })

  it.skipIf(process.getuid?.() !== 0)('one of another user is foreign', async () => {
    const folder = await folderWith(3)
    chownSync(databaseIn(folder), 12_345, 12_345)
    expect(opened(folder)).toMatchObject({ status: 'read_only', alarm: { kind: 'foreign', detail: 'it belongs to user 12345' } })
  })

  it('does not begin anew where a reserve still holds a denial', async () => {
    const folder = await folderWith(3)
    truncateSync(databaseIn(folder), 10)
    const opening = opened(folder)
    if (opening.status === 'read_only') await opening.ledger.appendOrReserve([draft(1, 'decision.denied')])
    if (opening.status === 'read_only') opening.ledger.close()
    for (const file of filesIn(folder).filter((name) => name !== 'ledger.reserve')) rmSync(join(folder, file))
    expect(opened(folder)).toMatchObject({ status: 'read_only', alarm: { kind: 'missing' } })
    expect(existsSync(databaseIn(folder))).toBe(false)
  })

  it('one with any one byte changed is opened or raises an alarm, and never throws', async () => {
    const folder = await folderWith(20)
    const whole = readFileSync(databaseIn(folder))
    const random = seeded(20_260_101)
    const found = new Set<string>()
    for (let i = 0; i < 60; i++) {
      const harmed = Buffer.from(whole)
      const at = random(i < 20 ? 120 : whole.length)
      harmed[at] = (harmed[at] ?? 0) ^ (1 << random(8))
      writeFileSync(databaseIn(folder), harmed)
      const opening = opened(folder)
      found.add(opening.status)
      if (opening.status !== 'refused') opening.ledger.close()
    }
    expect([...found].sort()).toEqual(['open', 'read_only'])
  })

  it('takes a torn note beside it for none, and keeps a good one from then on', async () => {
    const folder = await folderWith(3)
    writeFileSync(join(folder, 'ledger.newest'), 'countersign.test/console\n3\nhalf a ro'.repeat(20))
    openedForWriting(folder).close()
    expect(readFileSync(join(folder, 'ledger.newest'), 'utf8')).toMatch(/^countersign\.test\/console\n3\n/)
    expect(opened(folder).status).toBe('open')
  })
})

const tampered = (trigger: string, sql: string) => {
  const names = { entries_stay: "BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'entries stay'); END", nodes_stay: "BEFORE DELETE ON nodes BEGIN SELECT RAISE(ABORT, 'nodes stay'); END", checkpoints_stay: "BEFORE DELETE ON checkpoints BEGIN SELECT RAISE(ABORT, 'checkpoints stay'); END" }
  // Whoever drops a trigger can make it again.
  return `DROP TRIGGER ${trigger}; ${sql}; CREATE TRIGGER ${trigger} ${names[trigger as keyof typeof names]};`
}

function overwrite(folder: string, at: number, bytes: Buffer): void {
  const file = readFileSync(databaseIn(folder))
  file.set(bytes.subarray(0, Math.max(0, file.length - at)), at)
  writeFileSync(databaseIn(folder), file)
}

/** The database itself and what is remembered of it, or null where it is no file. */
function snapshot(folder: string): readonly (Buffer | null)[] {
  return [databaseIn(folder), join(folder, 'ledger.newest')].map((path) => (existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null))
}
