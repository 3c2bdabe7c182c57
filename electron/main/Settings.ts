import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { confirmationChoice, themeChoice, type ConfirmationChoice, type ThemeChoice } from '../../shared/ipc/windowToMain.ts'

/** Files of earlier versions lack what came later. */
const settingsFile = z.object({ theme: themeChoice, confirmation: confirmationChoice.default('hold') })
type Choices = z.infer<typeof settingsFile>

/** What a person has chosen on this machine. A file that cannot be read is put aside, never overwritten. */
export class Settings {
  readonly #file: string
  #choices: Choices = { theme: 'system', confirmation: 'hold' }

  constructor(file: string) {
    this.#file = file
    if (!existsSync(file)) return
    try {
      this.#choices = settingsFile.parse(JSON.parse(readFileSync(file, 'utf8')))
    } catch (fault) {
      renameSync(file, `${file}.unreadable`)
      process.stderr.write(`main: ${file} could not be read and was put aside as ${file}.unreadable (${String(fault)})\n`)
    }
  }

  get theme(): ThemeChoice {
    return this.#choices.theme
  }

  get confirmation(): ConfirmationChoice {
    return this.#choices.confirmation
  }

  /** Keeps the choice across starts. Throws where the disk does not take it; the old choice then stays. */
  chooseTheme(theme: ThemeChoice): void {
    this.#keep({ ...this.#choices, theme })
  }

  /** As `chooseTheme`. */
  chooseConfirmation(confirmation: ConfirmationChoice): void {
    this.#keep({ ...this.#choices, confirmation })
  }

  #keep(choices: Choices): void {
    const fresh = `${this.#file}.new`
    writeFileSync(fresh, `${JSON.stringify(choices)}\n`, { mode: 0o600 })
    renameSync(fresh, this.#file)
    this.#choices = choices
  }
}
