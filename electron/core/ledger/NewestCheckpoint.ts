import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

/**
 * A small file beside the database that holds the newest checkpoint, so that an older copy of the database which
 * somebody puts back is noticed when it is opened. Best effort, and no more than that: it is not synced, whoever puts
 * back the whole folder takes it along, and whoever deletes it is not asked why. What really detects a rollback is
 * that every point remembers the last tree it saw and refuses an approval whose log does not continue it.
 */
export class NewestCheckpoint {
  readonly #path: string
  #fd: number | null = null

  constructor(path: string) {
    this.#path = path
  }

  /** The note that was kept last, or null. Nothing is verified; a note that a crash tore apart is no checkpoint. */
  read(): string | null {
    try {
      return readFileSync(this.#path, 'utf8')
    } catch {
      return null
    }
  }

  /** Keeps a note, after its commit and never before: the file must not be ahead of the database. Never throws. */
  keep(note: string): void {
    try {
      // Emptied once, whatever lay there; then written in place, because the notes of a log only grow longer and a full
      // disk does not matter so.
      this.#fd ??= openSync(this.#path, 'w', 0o600)
      writeSync(this.#fd, note, 0, 'utf8')
    } catch {
      // It stays as it was, which is older and thus never a false alarm.
      this.close()
    }
  }

  close(): void {
    if (this.#fd !== null) closeSync(this.#fd)
    this.#fd = null
  }
}
