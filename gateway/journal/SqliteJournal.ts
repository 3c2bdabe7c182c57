import type Database from 'better-sqlite3'
import type { Actor, ChallengeId, DecisionId, Revocation } from '../../shared/domain/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import type { EnforcementRecord, EnvelopeOnWire, Evaluation, LockRecord } from '../../shared/protocol/index.ts'
import type { DecisionEntry, EndedChallenge, Journal, MadeChallenge, RevokedKey } from '../enforce/ports.ts'
import { openDatabase } from './openDatabase.ts'
import { readChallengeRow, type ChallengeRow } from './readChallenges.ts'
import { recoverJournal, type Recovered } from './recoverJournal.ts'
import { RecordTree } from './RecordTree.ts'
import { prepare, type Statements } from './statements.ts'

export { JournalFault } from './openDatabase.ts'
export type { Recovered } from './recoverJournal.ts'

/** The journal of a point, in SQLite. Methods are synchronous inside and return after the commit is on disk. */
export class SqliteJournal implements Journal {
  /** What was found of an earlier life when it was opened. */
  readonly remembered: Recovered
  readonly #db: Database.Database
  readonly #statements: Statements
  readonly #tree: RecordTree

  private constructor(db: Database.Database, nowMs: number) {
    this.#db = db
    this.#statements = prepare(db)
    this.#tree = new RecordTree(db, this.#statements)
    this.remembered = recoverJournal(this.#statements, this.#tree, nowMs)
  }

  /**
   * Opens the journal, or begins one where there is none.
   * @param nowMs the wall clock: what is ended by the start ended then
   * @throws {JournalFault} where another process holds it, it is not a journal of this version, or the disk does not
   * promise what FULL promises
   */
  static open(file: string, nowMs = Date.now()): SqliteJournal {
    const db = openDatabase(file)
    try {
      return new SqliteJournal(db, nowMs)
    } catch (fault) {
      db.close()
      throw fault
    }
  }

  /** The RFC 6962 root over everything that was ever written here, as a digest. */
  root(): string {
    return this.#tree.root
  }

  /** The open file, for the room that keeps what consoles are told beside it. Closed with the journal. */
  get database(): Database.Database {
    return this.#db
  }

  async recordEvaluation(evaluation: Evaluation): Promise<void> {
    const { evaluation_id, session_id, verdict, evaluated_at } = evaluation
    this.#tree.write('evaluation', evaluation_id, jsonOf(evaluation), () => this.#statements.evaluation.run(evaluation_id, session_id, verdict, evaluated_at, JSON.stringify(evaluation)))
  }

  async recordChallenge({ payload, envelope, challengeHash }: MadeChallenge): Promise<void> {
    const { challenge_id, approvals_required, expires_at } = payload
    this.#tree.write('challenge', challenge_id, jsonOf(envelope), () => this.#statements.challenge.run(challenge_id, JSON.stringify(envelope), challengeHash, approvals_required, Date.parse(expires_at)))
  }

  async recordDecision(entry: DecisionEntry): Promise<number | null> {
    const { decisionId, challengeId, verdict, reviewer, kid, isSelfApproved, now: { wallMs }, envelope } = entry
    const { decision, deny, approvers, approve } = this.#statements
    const by = JSON.stringify(reviewer)
    return this.#tree.write('decision', decisionId, jsonOf(envelope), () => {
      const isTaken = decision.run({ decisionId, challengeId, verdict, iss: reviewer.iss, sub: reviewer.sub, kid, selfApproved: isSelfApproved ? 1 : 0, wallMs, envelope: JSON.stringify(envelope) }).changes === 1
      if (!isTaken) return null
      if (verdict === 'deny') deny.run({ challengeId, wallMs, by })
      const { count } = approvers.get(challengeId) as { count: number }
      if (verdict === 'approve') approve.run({ challengeId, wallMs, by, count })
      return count
    })
  }

  async endChallenge(challengeId: ChallengeId, { state, reason, atMs }: Parameters<Journal['endChallenge']>[1]): Promise<void> {
    this.#tree.write('end', challengeId, { state, reason, at_ms: atMs }, () => this.#statements.end.run({ challengeId, state, reason, atMs }).changes === 1)
  }

  async consume(challengeId: ChallengeId): Promise<boolean> {
    return this.#tree.write('consumption', challengeId, {}, () => this.#statements.consume.run(challengeId).changes === 1)
  }

  async recordEnforcement(record: EnforcementRecord): Promise<void> {
    const { challenge_id, evaluation_id, outcome } = record
    this.#tree.write('enforcement', evaluation_id, jsonOf(record), () => {
      this.#statements.enforcement.run(evaluation_id, challenge_id, outcome, JSON.stringify(record))
      if (outcome !== 'forwarded' && challenge_id !== null) this.#statements.voidOne.run(challenge_id)
    })
  }

  async recordLock(lock: LockRecord, envelope: EnvelopeOnWire | null): Promise<void> {
    this.#tree.write('lock', lock.lock_id, { lock: jsonOf(lock), envelope: envelope === null ? null : jsonOf(envelope) }, () => {
      this.#statements.epoch.run(String(lock.epoch))
      this.#statements.revocation.run(lock.epoch, JSON.stringify(lock.target), null)
      this.#statements.lock.run(lock.lock_id, lock.epoch, JSON.stringify(lock), envelope === null ? null : JSON.stringify(envelope))
    })
  }

  async recordRelease(lock: LockRecord, envelope: EnvelopeOnWire | null): Promise<void> {
    this.#tree.write('release', lock.lock_id, { lock: jsonOf(lock), envelope: envelope === null ? null : jsonOf(envelope) }, () =>
      this.#statements.release.run(JSON.stringify(lock), Date.parse(lock.released_at ?? ''), envelope === null ? null : JSON.stringify(envelope), lock.lock_id).changes === 1)
  }

  async recordKeyRevocation({ kid, epoch }: RevokedKey): Promise<void> {
    this.#tree.write('key_revocation', kid, { epoch }, () => {
      this.#statements.epoch.run(String(epoch))
      this.#statements.revocation.run(epoch, null, kid)
      this.#statements.voidDecisions.run(kid)
      this.#statements.voidApproved.run(kid)
    })
  }

  async recordVoiding({ epoch, target }: Revocation): Promise<void> {
    this.#tree.write('voiding', String(epoch), { epoch }, () => {
      this.#statements.epoch.run(String(epoch))
      this.#statements.revocation.run(epoch, JSON.stringify(target), null)
      this.#statements.setMeta.run('must_recover', '1')
    })
  }

  async recordRecovery(atMs: number): Promise<void> {
    this.#tree.write('recovery', String(atMs), {}, () => this.#statements.setMeta.run('must_recover', '0'))
  }

  /** Keeps what was refused, forged or broken, with its sentence. On disk when it returns; throws where it is not. */
  recordFact(sentence: string, fact: JsonObject & { readonly what: string }, atMs: number): void {
    this.#tree.write('fact', fact.what, { at_ms: atMs, fact, sentence }, () => this.#statements.fact.run(atMs, fact.what, sentence, JSON.stringify(fact)))
  }

  findChallenge(challengeId: ChallengeId): EndedChallenge | null {
    const row = this.#statements.find.get(challengeId) as ChallengeRow | undefined
    return row === undefined ? null : readChallengeRow(row, this.#statements)
  }

  decisionsOf(challengeId: ChallengeId, { iss, sub }: Actor): readonly DecisionId[] {
    return (this.#statements.decisionsOf.all(challengeId, iss, sub) as { id: DecisionId }[]).map(({ id }) => id)
  }

  /** How a challenge stands, for tests and for whoever reads the file. */
  readChallenge(challengeId: ChallengeId): { readonly state: string; readonly reason: string | null; readonly consumed: number } | null {
    return (this.#statements.read.get(challengeId) as { state: string; reason: string | null; consumed: number } | undefined) ?? null
  }

  /** What the tree is over, in order; for tests and for whoever checks the root. */
  readRecords(): readonly { readonly n: number; readonly kind: string; readonly id: string; readonly body_hash: string }[] {
    return this.#statements.records.all() as { n: number; kind: string; id: string; body_hash: string }[]
  }

  close(): void {
    this.#db.close()
  }
}

/** What schemas and this program have made is JSON; its types do not say so. */
const jsonOf = (value: object): JsonObject => value as unknown as JsonObject
