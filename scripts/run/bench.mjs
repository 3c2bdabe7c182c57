// `npm run bench -- [--quick] [--json FILE] [STAGE ...]`: every stage beside its own floor, in the same run. Prints figures
// and judges none. STAGE is a part of a stage's name.

import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { namesLike, STAGES_HERE, STAGES_IN_WINDOW } from '../../test/bench/names.ts'
import { tableOf } from '../../test/bench/report.ts'
import { ensureBuilt } from '../build/build.mjs'
import { prepare } from '../setup/prepare.mjs'
import { describeFault, SetupError, step } from '../setup/report.mjs'
import { inWindow, windowBenchItems } from './windowBench.mjs'

/** @typedef {import('../../test/bench/measure.ts').Figures} Figures */

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** @type {Figures[]} */
const figures = []
/** @type {string[]} */
const skipped = []
let runtime = 'none'

try {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { quick: { type: 'boolean', default: false }, json: { type: 'string' } } })
  const here = namesLike(STAGES_HERE, positionals)
  const inTheWindow = namesLike(STAGES_IN_WINDOW, positionals)
  if (here.length + inTheWindow.length === 0) throw new SetupError(`No stage is called like that: ${positionals.join(', ')}.`, `name some of these: ${[...STAGES_HERE, ...STAGES_IN_WINDOW].join(', ')}.`)
  const args = [...(values.quick ? ['--quick'] : []), ...positionals]

  const prepared = inTheWindow.length === 0 ? null : await prepareOrSkip(inTheWindow)
  try {
    if (prepared === null) await step('build', (tell) => ensureBuilt(root, tell))
    process.stdout.write('\n')
    if (here.length > 0) await run({ node: process.execPath, folder: root, options: {} }, args)
    if (prepared !== null) await run(inWindow(prepared), ['--in-window', ...args])
  } finally {
    prepared?.release()
  }
  process.stdout.write(`${tableOf(figures)}\n`)
  for (const why of skipped) process.stdout.write(`SKIPPED ${why}\n`)
  if (values.json !== undefined) keep(resolve(process.env['INIT_CWD'] ?? process.cwd(), values.json), values.quick)
} catch (fault) {
  process.stderr.write(describeFault(fault))
  process.exitCode = 1
}

/**
 * Makes everything ready for a window. Where there can be none, its stages are skipped and everybody is told.
 * @param {readonly string[]} names
 */
async function prepareOrSkip(names) {
  try {
    const prepared = await prepare({ root, alsoStage: windowBenchItems(root) })
    runtime = `Electron ${prepared.electron.version}${prepared.electron.kind === 'fallback' ? ', development runtime' : ''}`
    return prepared
  } catch (fault) {
    if (!(fault instanceof SetupError)) throw fault
    skipped.push(...names.map((name) => `${name}: ${fault.message}`))
    return null
  }
}

/**
 * Runs one group of stages in a process of its own, and collects what it measures.
 * @param {{ node: string, folder: string, options: import('node:child_process').SpawnOptions }} where
 * @param {readonly string[]} args
 * @returns {Promise<void>}
 */
function run({ node, folder, options }, args) {
  const child = spawn(node, [join(folder, 'test', 'bench', 'bench.ts'), ...args], { ...options, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  child.on('message', (message) => figures.push(/** @type {Figures} */ (message)))
  return new Promise((settle, reject) => {
    child.once('error', reject)
    child.once('close', (code) => {
      if (code !== 0) process.exitCode = 1
      settle()
    })
  })
}

/**
 * @param {string} file
 * @param {boolean} isQuick
 */
function keep(file, isQuick) {
  const machine = { cores: availableParallelism(), processor: cpus()[0]?.model ?? 'unknown', node: process.versions.node, runtime, platform: `${process.platform} ${process.arch}` }
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, isQuick, stages: figures, skipped }, null, 2)}\n`)
}
