import type Database from 'better-sqlite3'
import { z } from 'zod'
import type { ConsoleId } from '../../shared/domain/index.ts'
import { envelope, type EnvelopeOnWire } from '../../shared/protocol/index.ts'
import { ConsoleCommands } from './ConsoleCommands.ts'
import { ConsoleLogs } from './ConsoleLogs.ts'
import { ConsoleRoster } from './ConsoleRoster.ts'
import { CONSOLE_SCHEMA } from './consoleSchema.ts'
import { ConsoleStreams } from './ConsoleStreams.ts'

const metaRow = z.object({ value: z.string() })

/**
 * What the console room must remember, in the journal's own database, which somebody else has opened with FULL
 * synchronisation and closes again. What a method has returned from is on disk; SQLite's own error where it is not.
 */
export class ConsoleStore {
  readonly roster: ConsoleRoster
  readonly logs: ConsoleLogs
  readonly commands: ConsoleCommands
  readonly streams: ConsoleStreams
  readonly #db: Database.Database

  constructor(db: Database.Database) {
    db.exec(CONSOLE_SCHEMA)
    this.#db = db
    this.roster = new ConsoleRoster(db)
    this.logs = new ConsoleLogs(db)
    this.commands = new ConsoleCommands(db)
    this.streams = new ConsoleStreams(db)
  }

  /** The statement that showed this point that it is an old copy of itself, until somebody has looked at it. */
  restoredBy(): EnvelopeOnWire | null {
    const row = this.#db.prepare("SELECT value FROM console_meta WHERE name = 'restored_by'").get()
    return row === undefined ? null : envelope.parse(JSON.parse(metaRow.parse(row).value))
  }

  /** As whom a console last heard the streams, or null where that is not known. */
  viewOf(consoleId: ConsoleId): string | null {
    const row = this.#db.prepare('SELECT value FROM console_meta WHERE name = ?').get(`view ${consoleId}`)
    return row === undefined ? null : metaRow.parse(row).value
  }

  keepView(consoleId: ConsoleId, view: string): void {
    this.#db.prepare('INSERT INTO console_meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(`view ${consoleId}`, view)
  }

  noteRestored(statement: EnvelopeOnWire): void {
    this.#db.prepare("INSERT INTO console_meta (name, value) VALUES ('restored_by', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value").run(JSON.stringify(statement))
  }

  /** @returns false where there was nothing to forget */
  forgetRestored(): boolean {
    return this.#db.prepare("DELETE FROM console_meta WHERE name = 'restored_by'").run().changes === 1
  }
}
