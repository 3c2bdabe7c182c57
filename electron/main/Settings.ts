import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { themeChoice, type ThemeChoice } from '../../shared/ipc/windowToMain.ts'

const settingsFile = z.object({ theme: themeChoice })

/** What a person has chosen on this machine. A file that cannot be read is put aside, never overwritten. */
export class Settings {
  readonly #file: string
  #theme: ThemeChoice = 'system'

  constructor(file: string) {
    this.#file = file
    if (!existsSync(file)) return
    try {
      this.#theme = settingsFile.parse(JSON.parse(readFileSync(file, 'utf8'))).theme
    } catch (fault) {
      renameSync(file, `${file}.unreadable`)
      process.stderr.write(`main: ${file} could not be read and was put aside as ${file}.unreadable (${String(fault)})\n`)
    }
  }

  get theme(): ThemeChoice {
    return this.#theme
  }

  /** Keeps the choice across starts. Throws where the disk does not take it; the old choice then stays. */
  chooseTheme(theme: ThemeChoice): void {
    const fresh = `${this.#file}.new`
    writeFileSync(fresh, `${JSON.stringify({ theme })}\n`, { mode: 0o600 })
    renameSync(fresh, this.#file)
    this.#theme = theme
  }
}
