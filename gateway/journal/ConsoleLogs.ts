import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { ConsoleId } from '../../shared/domain/index.ts'
import type { EnvelopeOnWire } from '../../shared/protocol/index.ts'

/** The head of a console's log that this point remembers: its witness against a log that is cut or forked. */
export interface LogHead {
  readonly origin: string
  readonly size: number
  readonly root: string
}

/** A console's wish to begin a new log, waiting for a person on this host. */
export interface PendingReset {
  readonly consoleId: ConsoleId
  readonly newOrigin: string
  readonly size: number
  readonly root: string
  readonly atMs: number
}

const headRow = z.object({ origin: z.string(), size: z.number(), root: z.string() })
const resetRow = z.object({ console_id: z.string(), new_origin: z.string(), size: z.number(), root: z.string(), at_ms: z.number() })

/** What this point remembers of the logs of its consoles. The heads of earlier origins stay beside the newest. */
export class ConsoleLogs {
  readonly #db: Database.Database
  readonly #statements: ReturnType<typeof prepare>

  constructor(db: Database.Database) {
    this.#db = db
    this.#statements = prepare(db)
  }

  headOf(consoleId: ConsoleId, origin: string): LogHead | null {
    const row = this.#statements.head.get(consoleId, origin)
    return row === undefined ? null : headRow.parse(row)
  }

  /** Takes a head whose proof was good. One that is smaller than the remembered is left aside, here too. */
  remember(consoleId: ConsoleId, { origin, size, root }: LogHead): void {
    this.#statements.remember.run(consoleId, origin, size, root)
  }

  pendingReset(consoleId: ConsoleId): PendingReset | null {
    const row = this.#statements.pending.get(consoleId)
    if (row === undefined) return null
    const { new_origin, size, root, at_ms } = resetRow.parse(row)
    return { consoleId, newOrigin: new_origin, size, root, atMs: at_ms }
  }

  /** Keeps a reset until somebody accepts it; an earlier one that waits is replaced. False where its nonce was used. */
  keepReset(reset: PendingReset, nonce: string, envelope: EnvelopeOnWire): boolean {
    return this.#db.transaction(() => {
      if (this.#statements.nonce.get(reset.consoleId, nonce) !== undefined) return false
      this.#statements.replace.run(reset.consoleId)
      this.#statements.keep.run({ ...reset, nonce, envelope: JSON.stringify(envelope) })
      return true
    })()
  }

  /** The console's log has the new origin from now on, and begins at the checkpoint that was shown. Null where none waits. */
  acceptReset(consoleId: ConsoleId): PendingReset | null {
    return this.#db.transaction(() => {
      const reset = this.pendingReset(consoleId)
      if (reset === null) return null
      this.#statements.accept.run(consoleId)
      this.#statements.setOrigin.run(reset.newOrigin, consoleId)
      if (reset.size > 0) this.remember(consoleId, { origin: reset.newOrigin, size: reset.size, root: reset.root })
      return reset
    })()
  }
}

function prepare(db: Database.Database) {
  return {
    head: db.prepare('SELECT origin, size, root FROM console_log_head WHERE console_id = ? AND origin = ?'),
    remember: db.prepare(`INSERT INTO console_log_head (console_id, origin, size, root) VALUES (?, ?, ?, ?)
      ON CONFLICT (console_id, origin) DO UPDATE SET size = excluded.size, root = excluded.root WHERE excluded.size > size`),
    pending: db.prepare("SELECT * FROM console_log_reset WHERE console_id = ? AND state = 'pending'"),
    nonce: db.prepare('SELECT 1 FROM console_log_reset WHERE console_id = ? AND nonce = ?'),
    replace: db.prepare("UPDATE console_log_reset SET state = 'replaced' WHERE console_id = ? AND state = 'pending'"),
    keep: db.prepare(`INSERT INTO console_log_reset (console_id, new_origin, size, root, nonce, envelope, at_ms, state)
      VALUES (@consoleId, @newOrigin, @size, @root, @nonce, @envelope, @atMs, 'pending')`),
    accept: db.prepare("UPDATE console_log_reset SET state = 'accepted' WHERE console_id = ? AND state = 'pending'"),
    setOrigin: db.prepare('UPDATE console_roster SET log_origin = ? WHERE id = ?'),
  }
}
