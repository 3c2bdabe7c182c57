// A program for Electron's main process: prints the verdicts on public vectors that tests in Node reach as well, so that
// the two can be compared.

import { app } from 'electron'
import { DISPLAY_SETS, displayVerdicts, type DisplaySet } from './displayVerdicts.ts'
import { evidenceVerdicts } from './evidenceVerdicts.ts'
import { readVerdicts } from './readVerdicts.ts'

const SETS: Readonly<Record<string, (folder: string) => unknown>> = {
  json: readVerdicts,
  evidence: evidenceVerdicts,
  ...Object.fromEntries((Object.keys(DISPLAY_SETS) as DisplaySet[]).map((set) => [set, (folder: string) => displayVerdicts(folder, set)])),
}

const verdicts = SETS[app.commandLine.getSwitchValue('set')]?.(app.commandLine.getSwitchValue('vectors'))
process.stdout.write(`${JSON.stringify(verdicts)}\n`, () => app.exit(0))
