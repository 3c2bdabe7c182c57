// A program for Electron's main process that reads the names of JSON files on the command line and prints what the
// parser and the printer say of each. The test runs the same function in Node and compares.

import { app } from 'electron'
import { readVerdicts } from './readVerdicts.ts'

const folder = app.commandLine.getSwitchValue('vectors')
process.stdout.write(`${JSON.stringify(readVerdicts(folder))}\n`, () => app.exit(0))
