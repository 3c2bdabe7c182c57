import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { Actor, LockId } from '../../shared/domain/index.ts'
import { envelope, type EnvelopeOnWire } from '../../shared/protocol/index.ts'

/** What consoles can send that is answered by a signed receipt. */
export type Verb = 'decide' | 'engage' | 'release'

/** A command whose signature is good, about to take effect. */
export interface Command {
  readonly envelopeHash: string
  readonly verb: Verb
  /** The decision or the lock. */
  readonly subjectId: string
  readonly kid: string
  /** Spent with this command. Null for a decision, whose nonce is its challenge's. */
  readonly nonce: string | null
}

/** What is known of an envelope: answered, or begun by a process that ended before it could answer. */
export type CommandRecord = { readonly status: 'answered'; readonly receipt: EnvelopeOnWire } | { readonly status: 'begun' }

const wishRow = z.object({ iss: z.string(), sub: z.string() })
const commandRow = z.object({ receipt: z.string().nullable() })

/**
 * Signed commands and their receipts, kept without end: the same envelope gets its receipt again, and another one for the
 * same id is a duplicate. The uniqueness is the tables' own.
 */
export class ConsoleCommands {
  readonly #statements: ReturnType<typeof prepare>

  constructor(db: Database.Database) {
    this.#statements = prepare(db)
  }

  find(envelopeHash: string): CommandRecord | null {
    const row = this.#statements.find.get(envelopeHash)
    if (row === undefined) return null
    const { receipt } = commandRow.parse(row)
    return receipt === null ? { status: 'begun' } : { status: 'answered', receipt: envelope.parse(JSON.parse(receipt)) }
  }

  /** Whether a decision, a lock or a finished release is known, by whichever envelope. */
  isKnown(verb: Verb, subjectId: string): boolean {
    return this.#statements.holder.get(verb, subjectId) !== undefined
  }

  /** Whether this key has spent this nonce on something else that took effect. */
  isNonceSpent(kid: string, nonce: string, envelopeHash: string): boolean {
    return this.#statements.nonce.get(kid, nonce, envelopeHash) !== undefined
  }

  /** Writes a command down before it takes effect. Throws where its id or its nonce is another's. */
  begin({ envelopeHash, verb, subjectId, kid, nonce }: Command, holdsId: boolean, atMs: number): void {
    this.#statements.begin.run({ envelopeHash, verb, subjectId, kid, nonce, holdsId: Number(holdsId), atMs })
  }

  /**
   * Keeps a receipt before it is sent.
   * @param effect `none` where nothing came of the command: its nonce is free again
   * @param holdsId whether other envelopes for the same id are duplicates from now on
   */
  answer(command: Pick<Command, 'envelopeHash' | 'verb' | 'subjectId'>, receipt: EnvelopeOnWire, { effect, holdsId, atMs }: { readonly effect: 'taken' | 'none'; readonly holdsId: boolean; readonly atMs: number }): void {
    const { envelopeHash, verb, subjectId } = command
    this.#statements.answer.run({ envelopeHash, verb, subjectId, receipt: JSON.stringify(receipt), holdsId: Number(holdsId), isTaken: Number(effect === 'taken'), atMs })
  }

  /** Notes the wish of one person to release a fleet-wide lock. */
  keepRelease(lockId: LockId, { iss, sub }: Actor, atMs: number): void {
    this.#statements.wish.run(lockId, iss, sub, atMs)
  }

  /** Who wished for the release within a span of time. */
  releaseWishes(lockId: LockId, { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }): readonly Actor[] {
    return this.#statements.wishes.all(lockId, fromMs, toMs).map((row) => wishRow.parse(row))
  }
}

function prepare(db: Database.Database) {
  return {
    find: db.prepare('SELECT receipt FROM console_command WHERE envelope_hash = ?'),
    holder: db.prepare('SELECT 1 FROM console_command WHERE verb = ? AND subject_id = ? AND holds_id = 1'),
    nonce: db.prepare('SELECT 1 FROM console_command WHERE kid = ? AND nonce = ? AND envelope_hash <> ?'),
    begin: db.prepare(`INSERT INTO console_command (envelope_hash, verb, subject_id, holds_id, kid, nonce, at_ms)
      VALUES (@envelopeHash, @verb, @subjectId, @holdsId, @kid, @nonce, @atMs) ON CONFLICT (envelope_hash) DO NOTHING`),
    // A receipt that was given once is never replaced.
    answer: db.prepare(`INSERT INTO console_command (envelope_hash, verb, subject_id, holds_id, receipt, at_ms)
      VALUES (@envelopeHash, @verb, @subjectId, @holdsId, @receipt, @atMs)
      ON CONFLICT (envelope_hash) DO UPDATE SET receipt = excluded.receipt, holds_id = excluded.holds_id,
        nonce = CASE @isTaken WHEN 1 THEN nonce ELSE NULL END WHERE receipt IS NULL`),
    wish: db.prepare('INSERT INTO console_pending_release (lock_id, iss, sub, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms'),
    wishes: db.prepare('SELECT iss, sub FROM console_pending_release WHERE lock_id = ? AND at_ms BETWEEN ? AND ?'),
  }
}
