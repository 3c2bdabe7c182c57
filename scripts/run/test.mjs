// `npm test`: every check there is, ending with one line that counts them all.

import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { prepare } from '../setup/prepare.mjs'
import { describeFault, seconds } from '../setup/report.mjs'
import { checkSources, conclude, NONE, runNodeTests, sum } from './checks.mjs'
import { runWindowTests, windowTestItems } from './window-tests.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const fixtures = process.env['COUNTERSIGN_FIXTURES'] ?? join(root, '..', 'shared', 'fixtures')
const started = performance.now()

let tally = NONE
try {
  const prepared = await prepare({ root, alsoStage: windowTestItems(root, fixtures) })
  process.stdout.write(`  set up in ${seconds(started)}\n\n`)
  try {
    tally = await checkSources(root)
    tally = sum(tally, await runNodeTests(root, [], { COUNTERSIGN_FIXTURES: fixtures }))
    tally = sum(tally, await runWindowTests({ root, prepared, fixtures, only: process.argv.slice(2) }))
  } finally {
    prepared.release()
  }
} catch (fault) {
  process.stderr.write(describeFault(fault))
  tally = sum(tally, { ...NONE, failed: ['the setting up of the tests'] })
}

process.exitCode = conclude(tally, started)
