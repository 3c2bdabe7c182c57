import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EMPTY_RANGE, EMPTY_ROOT, appendLeaf, hashEntry, printDigest, rootOf } from '../../../shared/evidence/index.ts'
import { encodeUtf8 } from '../../../shared/json/index.ts'
import { printTime, type Evaluation, type LockRecord } from '../../../shared/protocol/index.ts'
import { encodeBytes } from '../../../shared/evidence/index.ts'
import type { DecisionEntry, MadeChallenge } from '../../../gateway/enforce/ports.ts'
import { SqliteJournal } from '../../../gateway/journal/SqliteJournal.ts'
import { challengePayloadOf, digestOf, idOf, NOW } from '../../builders/protocol.ts'
import { ENVELOPE, lockOn, PRIYA } from '../../fakes/enforce/neighbours.ts'

const START_MS = Date.parse(NOW)

function madeOf(n: number, approvals_required = 1): MadeChallenge {
  const payload = challengePayloadOf({ challenge_id: idOf('challenge', n), approvals_required })
  return { payload, envelope: { ...ENVELOPE, payload: encodeBytes(encodeUtf8(JSON.stringify(payload)), 'base64') }, challengeHash: digestOf('9') }
}

const decision = (n: number, challenge: number, over: Partial<DecisionEntry> & { sub?: string } = {}): DecisionEntry => {
  const { sub = 'ines', ...rest } = over
  return { decisionId: idOf('decision', n), challengeId: idOf('challenge', challenge), verdict: 'approve', reviewer: { iss: 'https://id.example', sub, name: sub }, kid: `key of ${sub}`, isSelfApproved: false, now: { monotonicMs: 0, wallMs: START_MS + 1_000 }, envelope: ENVELOPE, ...rest }
}

describe('the journal of a point', () => {
  let folder: string
  let file: string
  let journal: SqliteJournal

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-journal-'))
    file = join(folder, 'journal.sqlite')
    journal = SqliteJournal.open(file, START_MS)
  })

  afterEach(() => {
    journal.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const reopened = (nowMs = START_MS + 2_000) => {
    journal.close()
    journal = SqliteJournal.open(file, nowMs)
    return journal
  }

  it('accepts a decision while the challenge is pending and in time, and none after', async () => {
    await journal.recordChallenge(madeOf(1))
    expect(await journal.recordDecision(decision(1, 1, { now: { monotonicMs: 0, wallMs: START_MS + 300_000 } }))).toBe(null)
    expect(await journal.recordDecision(decision(2, 1))).toBe(1)
    expect(await journal.recordDecision(decision(3, 1, { verdict: 'deny' }))).toBe(null)
    expect(journal.decisionsOf(idOf('challenge', 1), { iss: 'https://id.example', sub: 'ines' })).toEqual([idOf('decision', 2)])
  })

  it('consumes an approval once, and one that was blocked never', async () => {
    for (const n of [1, 2]) {
      await journal.recordChallenge(madeOf(n))
      expect(await journal.consume(idOf('challenge', n))).toBe(false)
      await journal.recordDecision(decision(n, n))
    }
    expect(await journal.consume(idOf('challenge', 1))).toBe(true)
    expect(await journal.consume(idOf('challenge', 1))).toBe(false)
    await journal.recordEnforcement({ challenge_id: idOf('challenge', 2), evaluation_id: idOf('evaluation'), outcome: 'blocked', result: 'unknown' })
    expect(await journal.consume(idOf('challenge', 2))).toBe(false)
  })

  it('takes a revoked key out of a quorum, and out of what was approved and not consumed', async () => {
    await journal.recordChallenge(madeOf(1, 2))
    await journal.recordChallenge(madeOf(2, 1))
    await journal.recordDecision(decision(1, 1))
    await journal.recordDecision(decision(2, 2))
    await journal.recordKeyRevocation({ kid: 'key of ines', epoch: 4 })
    expect(await journal.recordDecision(decision(3, 1, { sub: 'jonas' }))).toBe(1)
    expect(journal.readChallenge(idOf('challenge', 1))).toMatchObject({ state: 'pending' })
    expect(await journal.consume(idOf('challenge', 2))).toBe(false)
    expect(reopened().remembered).toMatchObject({ epoch: 4, revokedKeys: [{ kid: 'key of ines', epoch: 4 }], revocations: [] })
  })

  it('remembers locks whole, those that hold and those released lately, and what they revoked for good', async () => {
    const held: LockRecord = { ...lockOn({ kind: 'all' }), epoch: 1 }
    const old: LockRecord = { ...lockOn({ kind: 'all' }, { n: 2 }), epoch: 2 }
    await journal.recordLock(held, ENVELOPE)
    await journal.recordLock(old, null)
    const released = { ...old, released_at: printTime(START_MS), released_by: PRIYA }
    await journal.recordRelease(released, null)
    expect(reopened().remembered).toMatchObject({ epoch: 2, locks: [held, released], mustRecover: false })
    expect(reopened(START_MS + 90_000_000).remembered).toMatchObject({ epoch: 2, locks: [held], revocations: [{ epoch: 1, target: { kind: 'all' } }, { epoch: 2, target: { kind: 'all' } }] })
  })

  it('ends at a start what was open, says of each what is known, and shows those of the last hour', async () => {
    for (const n of [1, 2, 3]) await journal.recordChallenge(madeOf(n))
    for (const n of [2, 3]) await journal.recordDecision(decision(n, n))
    await journal.consume(idOf('challenge', 3))
    const { remembered } = reopened()
    expect(remembered.voided).toBe(2)
    const stateOf = (n: number) => remembered.challenges.find(({ payload }) => payload.challenge_id === idOf('challenge', n))?.record
    expect(stateOf(1)).toMatchObject({ state: 'cancelled', reason: 'caller_gone', ended_at: printTime(START_MS + 2_000) })
    expect(stateOf(2)).toMatchObject({ state: 'approved', decided_count: 1, ended_by: { name: 'ines' }, enforcement: { outcome: 'aborted' } })
    expect(stateOf(3)).toMatchObject({ state: 'approved', enforcement: { outcome: 'forwarded', result: 'unknown' } })
    expect(await journal.consume(idOf('challenge', 2))).toBe(false)
    expect(reopened(START_MS + 3_700_000).remembered.challenges).toEqual([])
    expect(journal.findChallenge(idOf('challenge', 1))).toMatchObject({ challengeHash: digestOf('9'), payload: { challenge_id: idOf('challenge', 1) } })
  })

  it('keeps what was refused or forged, in its tree and beside what an earlier version wrote', () => {
    const { root } = { root: journal.root() }
    journal.recordFact('A web page was turned away.', { what: 'turned_away' }, START_MS)
    expect(journal.root()).not.toBe(root)
    expect(journal.readRecords()).toMatchObject([{ kind: 'fact', id: 'turned_away' }])
    journal.database.exec('DROP TABLE fact')
    reopened().recordFact('Again.', { what: 'turned_away' }, START_MS)
    expect(journal.database.prepare('SELECT what, sentence FROM fact').all()).toEqual([{ what: 'turned_away', sentence: 'Again.' }])
  })

  it('remembers that it was restored until somebody has looked at it', async () => {
    await journal.recordVoiding({ epoch: 42, target: { kind: 'all' } })
    expect(reopened().remembered).toMatchObject({ epoch: 42, mustRecover: true })
    await journal.recordRecovery(START_MS)
    expect(reopened().remembered.mustRecover).toBe(false)
  })

  it('gives the root of the tree over every record, which a reader of the file finds again', async () => {
    expect(journal.root()).toBe(printDigest(EMPTY_ROOT))
    const evaluation = { evaluation_id: idOf('evaluation'), session_id: idOf('session'), verdict: 'challenge', evaluated_at: NOW } as Evaluation
    await journal.recordEvaluation(evaluation)
    await journal.recordChallenge(madeOf(1))
    await journal.recordDecision(decision(1, 1))
    expect(await journal.consume(idOf('challenge', 2))).toBe(false)
    await journal.consume(idOf('challenge', 1))
    await journal.recordEnforcement({ challenge_id: idOf('challenge', 1), evaluation_id: idOf('evaluation'), outcome: 'forwarded', result: 'ok' })
    const records = journal.readRecords()
    expect(records.map(({ kind }) => kind)).toEqual(['evaluation', 'challenge', 'decision', 'consumption', 'enforcement'])
    const range = records.reduce((grown, { n, kind, id, body_hash }) => appendLeaf(grown, hashEntry({ body_hash, id, kind, n })).range, EMPTY_RANGE)
    const root = journal.root()
    expect(root).toBe(printDigest(rootOf(range)))
    expect(reopened().root()).toBe(root)
  })

  it('grows its tree by nothing that could not be written', async () => {
    const made = madeOf(1)
    await journal.recordChallenge(made)
    const root = journal.root()
    await expect(journal.recordChallenge(made)).rejects.toThrow('UNIQUE')
    expect(journal.root()).toBe(root)
    expect(journal.readRecords()).toHaveLength(1)
  })

  it('refuses a file of the first version and leaves it as it is', () => {
    const old = join(folder, 'old.sqlite')
    const db = new Database(old)
    db.exec('CREATE TABLE meta (name TEXT)')
    db.pragma('user_version = 1')
    db.close()
    expect(() => SqliteJournal.open(old)).toThrow('is not a journal of this version (it says 1, this program writes 2). It was left as it is.')
  })

  it('can be read by this account alone, with what the database puts beside it, also where its folder is open', async () => {
    await journal.recordChallenge(madeOf(1))
    chmodSync(folder, 0o755)
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
    journal.close()
    writeFileSync(`${file}-wal`, '', { mode: 0o644 })
    chmodSync(file, 0o644)
    journal = SqliteJournal.open(file, START_MS)
    await journal.recordChallenge(madeOf(2))
    for (const name of readdirSync(folder)) expect([name, statSync(join(folder, name)).mode & 0o777]).toEqual([name, 0o600])
  })

  it('is held by one point alone', () => {
    expect(() => SqliteJournal.open(file)).toThrow('is held by another process')
  })
})
