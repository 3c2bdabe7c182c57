import type Database from 'better-sqlite3'

const IDLE_MS = 1_000

/**
 * Brings the WAL home into the database while nobody is waiting: done inside of a commit it is what makes the slowest
 * one in a hundred slow.
 */
export class IdleCheckpoint {
  readonly #db: Database.Database
  #timer: NodeJS.Timeout | null = null

  constructor(db: Database.Database) {
    this.#db = db
  }

  /** To be called after every commit: the idle time begins anew. */
  touch(): void {
    this.#timer ??= setTimeout(() => this.#run(), IDLE_MS).unref()
    this.#timer.refresh()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  #run(): void {
    try {
      this.#db.pragma('wal_checkpoint(PASSIVE)')
    } catch {
      // The WAL keeps everything that it had, and the commit that finds no room in it says so to somebody who waits.
    }
  }
}
