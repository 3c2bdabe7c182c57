// A program for Electron's main process: prints the verdicts on public vectors that tests in Node reach as well, so that
// the two can be compared.

import { app } from 'electron'
import { evidenceVerdicts } from './evidenceVerdicts.ts'
import { readVerdicts } from './readVerdicts.ts'

const SETS: Readonly<Record<string, (folder: string) => unknown>> = { json: readVerdicts, evidence: evidenceVerdicts }

const verdicts = SETS[app.commandLine.getSwitchValue('set')]?.(app.commandLine.getSwitchValue('vectors'))
process.stdout.write(`${JSON.stringify(verdicts)}\n`, () => app.exit(0))
