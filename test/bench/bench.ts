// Every stage beside its own floor: `npm run bench -- [--quick] [--json FILE] [STAGE ...]`. Prints figures and judges none.

import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { measure, type Figures } from './measure.ts'
import { allowedCall } from './stages/allowedCall.ts'

const STAGES = [allowedCall]

const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } } })
const wanted = STAGES.filter(({ name }) => positionals.length === 0 || positionals.some((part) => name.includes(part)))
if (wanted.length === 0) throw new Error(`No such stage. There are: ${STAGES.map(({ name }) => name).join(', ')}`)

const figures: Figures[] = []
for (const stage of wanted) {
  process.stdout.write(`${stage.name}\n  subject  ${stage.subject}\n  floor    ${stage.floor}\n`)
  const measured = await measure(stage, values.quick)
  figures.push(measured)
  process.stdout.write(`  ${measured.pairs} pairs, interleaved: subject ${ms(measured.subjectMedianMs)} (within ${ms(measured.subjectSpreadMs)}), floor ${ms(measured.floorMedianMs)} (within ${ms(measured.floorSpreadMs)}), ratio ${measured.ratio.toFixed(2)}\n\n`)
}
if (values.json !== undefined) {
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model ?? 'unknown', node: process.versions.node, platform: `${process.platform} ${process.arch}` }
  writeFileSync(values.json, `${JSON.stringify({ at: new Date().toISOString(), machine, isQuick: values.quick, stages: figures }, null, 2)}\n`)
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} ms`
}
