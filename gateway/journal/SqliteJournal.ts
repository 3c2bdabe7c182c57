import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import type { ChallengeId, Lock, LockId, Revocation } from '../../shared/domain/index.ts'
import type { ChallengePayload, EnforcementRecord, EnvelopeOnWire, Evaluation } from '../../shared/protocol/index.ts'
import type { DecisionEntry, Journal } from '../enforce/ports.ts'
import { SCHEMA, SCHEMA_VERSION } from './schema.ts'

/** Why a journal cannot be used, in a sentence for a person. The file is left as it is. */
export class JournalFault extends Error {
  constructor(what: string) {
    super(what)
    this.name = 'JournalFault'
  }
}

/** What a point finds of its earlier life. */
export interface Recovered {
  readonly epoch: number
  readonly locks: readonly Lock[]
  /** Challenges that were waiting or approved when the point ended; their callers are gone, so they are over. */
  readonly voided: number
}

/** The journal of a point, in SQLite. Methods are synchronous inside and return after the commit is on disk. */
export class SqliteJournal implements Journal {
  readonly recovered: Recovered
  readonly #db: Database.Database
  readonly #statements: ReturnType<typeof prepare>

  private constructor(db: Database.Database) {
    this.#db = db
    this.#statements = prepare(db)
    this.recovered = this.#recover()
  }

  /**
   * Opens the journal, or begins one where there is none.
   * @throws {JournalFault} where another process holds it, it is not a journal of this version, or the disk does not
   * promise what FULL promises
   */
  static open(file: string): SqliteJournal {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    let db: Database.Database
    try {
      db = new Database(file, { timeout: 0 })
      db.pragma('locking_mode = EXCLUSIVE')
      db.pragma('journal_mode = WAL')
      db.pragma('synchronous = FULL')
      db.pragma('foreign_keys = ON')
      // The lock is taken at the first write, so we write.
      db.exec('BEGIN IMMEDIATE; COMMIT')
    } catch (fault) {
      throw faultOf(file, fault)
    }
    chmodSync(file, 0o600)
    if (db.pragma('journal_mode', { simple: true }) !== 'wal' || Number(db.pragma('synchronous', { simple: true })) < 2) {
      throw new JournalFault(`${file}: this disk does not take a write-ahead log with full synchronisation, so nothing written would be certain.`)
    }
    begin(db, file)
    return new SqliteJournal(db)
  }

  async recordEvaluation(evaluation: Evaluation): Promise<void> {
    this.#statements.evaluation.run(evaluation.evaluation_id, evaluation.session_id, evaluation.verdict, evaluation.evaluated_at, JSON.stringify(evaluation))
  }

  async recordChallenge(payload: ChallengePayload, envelope: EnvelopeOnWire): Promise<void> {
    this.#statements.challenge.run(payload.challenge_id, JSON.stringify(envelope), payload.approvals_required, Date.parse(payload.expires_at))
  }

  async recordDecision({ decisionId, challengeId, verdict, reviewer, now, envelope }: DecisionEntry): Promise<number | null> {
    const { decision, deny, approvers, approve } = this.#statements
    return this.#db.transaction(() => {
      const isTaken = decision.run({ decisionId, challengeId, verdict, iss: reviewer.iss, sub: reviewer.sub, wallMs: now.wallMs, envelope: JSON.stringify(envelope) }).changes === 1
      if (!isTaken) return null
      if (verdict === 'deny') deny.run(challengeId)
      const { count } = approvers.get(challengeId) as { count: number }
      if (verdict === 'approve') approve.run(challengeId, count)
      return count
    })()
  }

  async endChallenge(challengeId: ChallengeId, state: 'expired' | 'cancelled' | 'failed', reason: string): Promise<void> {
    this.#statements.end.run(state, reason, challengeId)
  }

  async consume(challengeId: ChallengeId): Promise<boolean> {
    return this.#statements.consume.run(challengeId).changes === 1
  }

  async recordEnforcement(record: EnforcementRecord): Promise<void> {
    this.#statements.enforcement.run(record.evaluation_id, record.challenge_id, record.outcome, JSON.stringify(record))
  }

  async recordLock(lock: Lock, envelope: EnvelopeOnWire | null): Promise<void> {
    this.#db.transaction(() => {
      this.#statements.epoch.run(String(lock.epoch))
      this.#statements.lock.run(lock.lockId, lock.epoch, JSON.stringify(lock), envelope === null ? null : JSON.stringify(envelope))
    })()
  }

  async recordRelease(lockId: LockId, envelope: EnvelopeOnWire | null): Promise<void> {
    this.#statements.release.run(envelope === null ? null : JSON.stringify(envelope), lockId)
  }

  /** How a challenge stands, for tests and for whoever reads the file. */
  readChallenge(challengeId: ChallengeId): { readonly state: string; readonly reason: string | null; readonly consumed: number } | null {
    return (this.#statements.read.get(challengeId) as { state: string; reason: string | null; consumed: number } | undefined) ?? null
  }

  /** Everything that was ever revoked here: what was stamped before it stays void, over restarts too. */
  get revocations(): readonly Revocation[] {
    return (this.#statements.allLocks.all() as { lock: string }[]).map(({ lock }) => {
      const { epoch, target } = JSON.parse(lock) as Lock
      return { epoch, target }
    })
  }

  close(): void {
    this.#db.close()
  }

  #recover(): Recovered {
    const voided = this.#statements.cancelAll.run().changes
    const epoch = this.#statements.readEpoch.get() as { value: string } | undefined
    const locks = (this.#statements.openLocks.all() as { lock: string }[]).map(({ lock }) => JSON.parse(lock) as Lock)
    return { epoch: Number(epoch?.value ?? 0), locks, voided }
  }
}

function prepare(db: Database.Database) {
  return {
    evaluation: db.prepare('INSERT INTO evaluation (id, session_id, verdict, at, record) VALUES (?, ?, ?, ?, ?)'),
    challenge: db.prepare("INSERT INTO challenge (id, envelope, approvals_required, expires_wall_ms, state) VALUES (?, ?, ?, ?, 'pending')"),
    // Pending and in time, in the very statement that accepts.
    decision: db.prepare(`INSERT INTO decision (id, challenge_id, verdict, iss, sub, at_wall_ms, envelope)
      SELECT @decisionId, id, @verdict, @iss, @sub, @wallMs, @envelope FROM challenge
      WHERE id = @challengeId AND state = 'pending' AND expires_wall_ms > @wallMs`),
    deny: db.prepare("UPDATE challenge SET state = 'denied' WHERE id = ? AND state = 'pending'"),
    approvers: db.prepare("SELECT count(*) AS count FROM (SELECT DISTINCT iss, sub FROM decision WHERE challenge_id = ? AND verdict = 'approve')"),
    approve: db.prepare("UPDATE challenge SET state = 'approved' WHERE id = ? AND state = 'pending' AND approvals_required <= ?"),
    end: db.prepare("UPDATE challenge SET state = ?, reason = ? WHERE id = ? AND state = 'pending'"),
    consume: db.prepare("UPDATE challenge SET consumed = 1 WHERE id = ? AND state = 'approved' AND consumed = 0"),
    enforcement: db.prepare('INSERT INTO enforcement (evaluation_id, challenge_id, outcome, record) VALUES (?, ?, ?, ?)'),
    epoch: db.prepare("INSERT INTO meta (name, value) VALUES ('epoch', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)"),
    readEpoch: db.prepare("SELECT value FROM meta WHERE name = 'epoch'"),
    lock: db.prepare('INSERT INTO lock (id, epoch, lock, envelope) VALUES (?, ?, ?, ?)'),
    release: db.prepare('UPDATE lock SET released = 1, release_envelope = ? WHERE id = ?'),
    openLocks: db.prepare('SELECT lock FROM lock WHERE released = 0 ORDER BY epoch'),
    allLocks: db.prepare('SELECT lock FROM lock ORDER BY epoch'),
    read: db.prepare('SELECT state, reason, consumed FROM challenge WHERE id = ?'),
    // A point that starts has no callers: whatever was waiting for one is over, and an approval that was not consumed is lost.
    cancelAll: db.prepare("UPDATE challenge SET state = CASE state WHEN 'pending' THEN 'cancelled' ELSE state END, reason = 'caller_gone', consumed = 1 WHERE (state = 'pending' OR state = 'approved') AND consumed = 0"),
  }
}

function begin(db: Database.Database, file: string): void {
  const version = Number(db.pragma('user_version', { simple: true }))
  if (version === SCHEMA_VERSION) return
  const tables = db.prepare("SELECT count(*) AS count FROM sqlite_schema WHERE type = 'table'").get() as { count: number }
  if (version !== 0 || tables.count > 0) throw new JournalFault(`${file} is not a journal of this version (it says ${version}, this program writes ${SCHEMA_VERSION}). It was left as it is.`)
  db.transaction(() => {
    db.exec(SCHEMA)
    db.pragma(`user_version = ${SCHEMA_VERSION}`)
  })()
}

function faultOf(file: string, fault: unknown): JournalFault {
  const code = fault instanceof Error && 'code' in fault ? String(fault.code) : ''
  if (code.startsWith('SQLITE_BUSY')) return new JournalFault(`${file} is held by another process: a point runs on it already.`)
  if (code === 'SQLITE_NOTADB' || code === 'SQLITE_CORRUPT') return new JournalFault(`${file} is not a journal, or it is damaged. It was left as it is.`)
  return new JournalFault(`${file} could not be opened: ${fault instanceof Error ? fault.message : String(fault)}`)
}
