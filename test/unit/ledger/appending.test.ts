import Database from 'better-sqlite3'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { LedgerFault, type Ledger, type LedgerOptions } from '../../../electron/core/ledger/index.ts'
import { hashPrintedBody } from '../../../electron/core/ledger/bodyHash.ts'
import { hashBody, parseCheckpoint, parseNote } from '../../../shared/evidence/index.ts'
import { encodeUtf8, printCanonicalJson } from '../../../shared/json/index.ts'
import { draft, fill, grasped, isProven, newFolder, newId, opened, openedForWriting } from './ledgers.ts'
import { readAll } from '../../fakes/ledger/readAll.ts'

const codeOf = (promise: Promise<unknown>) => promise.then(() => 'recorded', (fault: unknown) => (fault instanceof LedgerFault ? fault.code : fault))
const sizeSigned = (ledger: Ledger) => parseCheckpoint(parseNote(ledger.checkpoint()?.note ?? '')?.text ?? '')?.size

describe('appending', () => {
  it('numbers entries from 0 in the order in which they were handed in, and gives what proves them', async () => {
    const ledger = openedForWriting(newFolder())
    const [first, second] = await Promise.all([ledger.append([draft(0), draft(1)]), ledger.append([draft(2)])])
    expect([...first, ...second].map(({ entry }) => entry.n)).toEqual([0, 1, 2])
    expect(first[1]).toEqual({
      entry: { n: 1, at: '2023-11-14T22:13:20.000Z', kind: 'decision.recorded', body_hash: hashBody({ salt: first[1]?.salt ?? '', body: draft(1).body }) },
      salt: expect.stringMatching(/^[\w-]{22}$/),
    })
    expect([0, 1, 2].every((n) => isProven(ledger, n, null))).toBe(true)
  })

  it('shares one transaction, and one checkpoint, among all appends of a turn', async () => {
    const ledger = openedForWriting(newFolder())
    const ranges: unknown[] = []
    ledger.onCommitted((range) => void ranges.push(range))
    await Promise.all(Array.from({ length: 50 }, (_, i) => ledger.append([draft(i)])))
    await ledger.append([draft(50)])
    expect(ranges).toEqual([{ fromN: 0, toN: 49 }, { fromN: 50, toN: 50 }])
    expect(sizeSigned(ledger)).toBe(51)
  })

  it('says nothing before the entries can be read by another connection', async () => {
    const folder = newFolder()
    const ledger = openedForWriting(folder)
    const other = new Database(join(folder, 'ledger.sqlite'), { readonly: true })
    const count = () => other.prepare('SELECT count(*) FROM entries').pluck().get()
    const appended = ledger.append([draft(0)])
    expect(count()).toBe(0)
    await appended
    expect(count()).toBe(1)
    other.close()
  })

  it('refuses a draft that no log can hold, and records its neighbours', async () => {
    const ledger = openedForWriting(newFolder())
    const wrong = [
      { kind: 'Decision', body: 1 },
      { kind: 'reserve.merged', body: 1 },
      { kind: 'decision.recorded', body: Number.NaN },
      { kind: 'decision.recorded', body: '\ud800' },
      { kind: 'decision.recorded', body: 'x'.repeat(2 * 1024 * 1024) },
    ].map((one) => ledger.append([one]).catch((fault: unknown) => fault))
    const right = ledger.append([draft(0)])
    expect((await Promise.all(wrong)).every((fault) => fault instanceof RangeError)).toBe(true)
    expect((await right)[0]?.entry.n).toBe(0)
    expect(ledger.count()).toBe(1)
  })

  it('brings the WAL home once nothing has been appended for a second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const folder = newFolder()
    const ledger = openedForWriting(folder)
    await fill(ledger, 5)
    const inFileAlone = () => {
      const copy = join(newFolder(), 'copy')
      copyFileSync(join(folder, 'ledger.sqlite'), copy)
      const db = new Database(copy)
      try {
        return db.prepare('SELECT count(*) FROM entries').pluck().get()
      } finally {
        db.close()
      }
    }
    vi.advanceTimersByTime(900)
    expect(inFileAlone()).toBe(0)
    await ledger.append([draft(5)])
    vi.advanceTimersByTime(900)
    expect(inFileAlone()).toBe(0)
    vi.advanceTimersByTime(200)
    expect(inFileAlone()).toBe(6)
    vi.useRealTimers()
  })

  it('stops telling a listener that has left', async () => {
    const ledger = openedForWriting(newFolder())
    let calls = 0
    const leave = ledger.onCommitted(() => void calls++)
    await ledger.append([draft(0)])
    leave()
    await ledger.append([draft(1)])
    expect(calls).toBe(1)
  })

  it('writes what still waits when it is closed, and rejects what comes later', async () => {
    const folder = newFolder()
    const ledger = openedForWriting(folder)
    const appended = ledger.append([draft(0)])
    ledger.close()
    expect((await appended)[0]?.entry.n).toBe(0)
    expect(await codeOf(ledger.append([draft(1)]))).toBe('ledger_closed')
    expect(openedForWriting(folder).count()).toBe(1)
  })

  it('goes on after a restart where it was', async () => {
    const folder = newFolder()
    for (let i = 0; i < 5; i++) {
      const ledger = openedForWriting(folder)
      await fill(ledger, 7, 3)
      ledger.close()
    }
    const ledger = openedForWriting(folder)
    expect(ledger.count()).toBe(35)
    expect([0, 6, 7, 34].every((n) => isProven(ledger, n, null))).toBe(true)
  })

  it('hashes a printed body to what shared/evidence says of its value', () => {
    for (const body of [null, 1.5, 'é\u2028"\\', [], { b: 1, a: [true, { '': '\u{1f600}' }] }]) {
      for (const salt of ['', 'abc_-', '"\\\u0001']) expect(hashPrintedBody(encodeUtf8(printCanonicalJson(body)), salt)).toBe(hashBody({ salt, body }))
    }
  })
})

describe('reading', () => {
  it('gives slices, newest first, and only what was asked for', async () => {
    const ledger = openedForWriting(newFolder())
    const [one, two] = [newId('challenge'), newId('challenge')]
    const pointId = newId('point')
    await ledger.append(Array.from({ length: 20 }, (_, i) => ({ ...draft(i, i % 4 === 0 ? 'lock.engaged' : 'decision.recorded'), subjects: { pointId, challengeId: i % 2 === 0 ? one : two } })))
    const numbers = (slice: Parameters<Ledger['entries']>[0]) => ledger.entries(slice).map(({ entry }) => entry.n)
    expect(numbers({ limit: 3 })).toEqual([19, 18, 17])
    expect(numbers({ beforeN: 17, limit: 3 })).toEqual([16, 15, 14])
    expect(numbers({ limit: 3, filter: { challengeId: one } })).toEqual([18, 16, 14])
    expect(numbers({ limit: 9, filter: { challengeId: one, kinds: ['lock.engaged'], pointId } })).toEqual([16, 12, 8, 4, 0])
    expect(numbers({ limit: 9, filter: { kinds: [] } })).toEqual([])
    expect(numbers({ limit: 9, filter: { sessionId: newId('session') } })).toEqual([])
    expect(ledger.readEntry(4)).toMatchObject({ entry: { n: 4 }, body: { status: 'kept', value: draft(4).body }, subjects: { pointId, challengeId: one } })
    expect(ledger.readEntry(20)).toBeNull()
  })

  it('is read back whole, oldest first, in pieces', async () => {
    const ledger = openedForWriting(newFolder())
    await fill(ledger, 1_203, 401)
    expect(readAll(ledger).map(({ entry }) => entry.n)).toEqual(Array.from({ length: 1_203 }, (_, n) => n))
  })

  it('shows a body that somebody changed as damaged, and one that retention took as removed', async () => {
    const hand = grasped()
    const ledger = openedForWriting(newFolder(), { openDatabase: hand.openDatabase })
    await fill(ledger, 3)
    const db = hand.connection()
    db.exec('UPDATE entries SET body = NULL, salt = NULL WHERE n = 1')
    db.exec("DROP TRIGGER entries_lose_bodies_only; UPDATE entries SET body = CAST('{\"i\":7}' AS BLOB) WHERE n = 2")
    expect([0, 1, 2].map((n) => ledger.readEntry(n)?.body.status)).toEqual(['kept', 'removed', 'damaged'])
    expect(ledger.proofOf(1, { sinceSize: 0 })).toEqual({ status: 'refused', reason: 'body_gone' })
  })

  it('keeps rows from being changed or deleted by a mistake of ours', async () => {
    const hand = grasped()
    const ledger = openedForWriting(newFolder(), { openDatabase: hand.openDatabase })
    await fill(ledger, 4)
    for (const sql of [
      'DELETE FROM entries', "UPDATE entries SET kind = 'x'", 'UPDATE entries SET at = 1', 'UPDATE entries SET n = n + 9', "UPDATE entries SET body = x'30'",
      'UPDATE entries SET body = NULL', 'DELETE FROM nodes', 'UPDATE nodes SET idx = idx + 1', 'DELETE FROM checkpoints', 'UPDATE checkpoints SET note = 1',
    ]) expect(() => hand.connection().exec(sql), sql).toThrow(Database.SqliteError)
    expect(isProven(ledger, 3, null)).toBe(true)
  })
})

describe('a disk that fails', () => {
  it('a full one rejects the whole turn, keeps nothing of it, and all goes on once there is room', async () => {
    const hand = grasped()
    const folder = newFolder()
    const ledger = openedForWriting(folder, { openDatabase: hand.openDatabase })
    await fill(ledger, 10)
    const before = ledger.checkpoint()
    const db = hand.connection()
    const room = Number(db.pragma('max_page_count', { simple: true }))
    db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 2}`)

    const big = { kind: 'decision.recorded', body: 'x'.repeat(40_000) }
    expect(await Promise.all([ledger.append([draft(10)]), ledger.append([big])].map(codeOf))).toEqual(['ledger_full', 'ledger_full'])
    expect(ledger.fault).toMatchObject({ code: 'ledger_full', message: expect.stringContaining('nothing was recorded') })
    expect([ledger.count(), ledger.checkpoint()]).toEqual([10, before])
    expect(isProven(ledger, 9, null)).toBe(true)

    db.pragma(`max_page_count = ${room}`)
    expect((await ledger.append([big]))[0]?.entry.n).toBe(10)
    expect(ledger.fault).toBeNull()
    expect(isProven(ledger, 10, null)).toBe(true)
    ledger.close()
    expect(openedForWriting(folder).count()).toBe(11)
  })

  it('one that somebody else holds locked is unwritable within a second', async () => {
    const folder = newFolder()
    const ledger = openedForWriting(folder, { openDatabase: grasped().openDatabase })
    await fill(ledger, 2)
    const other = new Database(join(folder, 'ledger.sqlite'))
    other.exec('BEGIN IMMEDIATE')
    const started = performance.now()
    expect(await codeOf(ledger.append([draft(2)]))).toBe('ledger_unwritable')
    expect(performance.now() - started).toBeLessThan(1_000)
    other.exec('ROLLBACK')
    other.close()
    expect(await codeOf(ledger.append([draft(2)]))).toBe('recorded')
  })

  it('one that turned read-only is unwritable', async () => {
    const hand = grasped()
    const ledger = openedForWriting(newFolder(), { openDatabase: hand.openDatabase })
    await fill(ledger, 2)
    hand.connection().pragma('query_only = ON')
    expect(await codeOf(ledger.append([draft(2)]))).toBe('ledger_unwritable')
    hand.connection().pragma('query_only = OFF')
    expect(await codeOf(ledger.append([draft(2)]))).toBe('recorded')
  })

  it('records nothing more once somebody else wrote into the file', async () => {
    const folder = newFolder()
    const ledger = openedForWriting(folder)
    await fill(ledger, 3)
    const other = new Database(join(folder, 'ledger.sqlite'))
    other.exec("INSERT INTO entries (n, at, kind, body_hash, leaf) VALUES (3, '', '', zeroblob(32), zeroblob(32))")
    other.close()
    expect(await codeOf(ledger.append([draft(3)]))).toBe('ledger_altered')
    expect(await codeOf(ledger.append([draft(3)]))).toBe('ledger_altered')
    expect(await ledger.appendOrReserve([draft(4, 'decision.denied')])).toMatchObject({ status: 'in_reserve' })
  })

  it('at every single statement of a transaction keeps all of it or nothing, and never a tree that differs from the file', async () => {
    const folder = newFolder()
    let failAt = Number.POSITIVE_INFINITY
    let statements = 0
    const failing: NonNullable<LedgerOptions['openDatabase']> = (path, { readonly }) => {
      const db = new Database(path, { readonly, fileMustExist: true })
      const prepare = db.prepare.bind(db)
      // Every statement of a transaction goes through these two but its BEGIN and COMMIT; a COMMIT that fails is made
      // by a real limit in test/integration/ledger.test.ts.
      db.prepare = ((sql: string) => {
        const statement = prepare(sql)
        for (const name of ['run', 'get'] as const) {
          const real = statement[name].bind(statement)
          statement[name] = ((...args: unknown[]) => {
            if (++statements === failAt) throw new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_WRITE')
            return real(...args)
          }) as typeof real & typeof statement.run
        }
        return statement
      }) as typeof db.prepare
      return db
    }
    const ledger = openedForWriting(folder, { openDatabase: failing })
    await fill(ledger, 3)
    statements = 0
    await ledger.append([draft(3), draft(4)])
    const perTransaction = statements
    expect(perTransaction).toBeGreaterThanOrEqual(7)

    let recorded = 5
    for (let at = 1; at <= perTransaction + 1; at++) {
      statements = 0
      failAt = at
      const result = await codeOf(ledger.append([draft(recorded), draft(recorded + 1)]))
      failAt = Number.POSITIVE_INFINITY
      if (result === 'recorded') recorded += 2
      else expect(result).toBe('ledger_unwritable')
      expect([ledger.count(), ledger.checkpoint()?.size]).toEqual([recorded, recorded])
      expect(isProven(ledger, recorded - 1, null)).toBe(true)
    }
    expect(recorded).toBeLessThanOrEqual(5 + 4)
    await fill(ledger, 4)
    ledger.close()
    expect(opened(folder).status).toBe('open')
  })
})
