// Runs stages beside their floors: `bench.ts [--in-window] [--quick] [STAGE ...]`. Prints figures and judges none; whoever
// started it gets them as messages. Stages of the window need what scripts/run/windowBench.mjs sets up.

import { parseArgs } from 'node:util'
import { measure, type Stage } from './measure.ts'
import { namesLike, STAGES_HERE, STAGES_IN_WINDOW, type StageName } from './names.ts'
import { ms } from './report.ts'

/** Loaded when asked for: those of the window bring a browser's driver along. */
const STAGES: Readonly<Record<StageName, () => Promise<Stage>>> = {
  'allowed call': async () => (await import('./stages/allowedCall.ts')).allowedCall,
  'approved call': async () => (await import('./stages/approvedCall.ts')).approvedCall,
  'painted row': async () => (await import('./stages/paintedRow.ts')).paintedRow,
  'released by key': async () => (await import('./stages/releasedByKey.ts')).releasedByKey,
  'cold start': async () => (await import('./stages/coldStart.ts')).coldStart,
}

const { values, positionals } = parseArgs({ allowPositionals: true, options: { 'quick': { type: 'boolean', default: false }, 'in-window': { type: 'boolean', default: false } } })

for (const name of namesLike<StageName>(values['in-window'] ? STAGES_IN_WINDOW : STAGES_HERE, positionals)) {
  try {
    const stage = await STAGES[name]()
    process.stdout.write(`${name}\n  subject  ${stage.subject}\n  floor    ${stage.floor}\n`)
    const figures = await measure(stage, values.quick)
    process.send?.(figures)
    process.stdout.write(`  ${figures.pairs} pairs, interleaved: subject ${ms(figures.subjectMedianMs)} (within ${ms(figures.subjectSpreadMs)}), floor ${ms(figures.floorMedianMs)} (within ${ms(figures.floorSpreadMs)}), ratio ${figures.ratio.toFixed(2)}\n\n`)
  } catch (fault) {
    // The others can still be measured. This one has no figures, and the run says so with its exit code.
    process.stdout.write(`  NOT MEASURED: ${fault instanceof Error ? fault.stack : String(fault)}\n\n`)
    process.exitCode = 1
  }
}
if (process.connected) process.disconnect()
