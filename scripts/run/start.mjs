// `npm start`: the console in a real window, with a point of this host and agents that work behind it. Without a display,
// a virtual one and a picture of the window. `npm start -- --empty` opens the console alone, with nothing paired.

import { spawn } from 'node:child_process'
import { createWriteStream, existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { openDemo } from '../demo/demo.mjs'
import { needsVirtualDisplay } from '../setup/display.mjs'
import { prepare } from '../setup/prepare.mjs'
import { describeFault, seconds, step } from '../setup/report.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
const started = performance.now()

try {
  const hasPicture = needsVirtualDisplay()
  const prepared = await prepare({ root })
  /** @type {import('../demo/demo.mjs').Demo | null} */
  let demo = null
  try {
    if (!process.argv.includes('--empty')) {
      await step('local point', async () => {
        demo = await openDemo(root, (line) => process.stdout.write(`${line}\n`))
        return demo.detail
      })
    }
    process.stdout.write(`  ready in ${seconds(started)}\n\n`)
    process.exitCode = await open(prepared, hasPicture, demo)
  } finally {
    await /** @type {import('../demo/demo.mjs').Demo | null} */ (demo)?.end()
    prepared.release()
  }
} catch (fault) {
  process.stderr.write(describeFault(fault))
  process.exitCode = 1
}

/**
 * Runs the console until its window is closed or Ctrl C is pressed.
 * @param {import('../setup/prepare.mjs').Prepared} prepared
 * @param {boolean} hasPicture
 * @param {import('../demo/demo.mjs').Demo | null} demo
 * @returns {Promise<number>}
 */
function open({ folder, outbox, node, electron, flags, ids, environment }, hasPicture, demo) {
  const log = join(root, '.countersign', 'electron.log')
  const picture = join(outbox, 'window.png')
  const own = process.argv.slice(2).filter((argument) => argument !== '--empty')
  const args = [...flags, folder, `--core-node=${node}`, ...(hasPicture ? [`--picture-file=${picture}`] : []), ...(demo?.flags ?? freshConsole(outbox)), ...own]
  // In a group of its own, so that Ctrl C reaches it once, by us; the channel lets it notice when we are gone.
  const child = spawn(electron.executable, args, { ...ids, cwd: folder, env: environment(), stdio: ['ignore', 'inherit', 'pipe', 'ipc'], detached: true })
  // Chromium writes many lines that mean nothing to a person; they are kept for whoever looks for a fault.
  // A disk that does not take them must not take the console down.
  child.stderr?.pipe(createWriteStream(log).on('error', () => child.stderr?.resume()))
  child.on('message', (message) => void demo?.hear(message).catch((fault) => process.stderr.write(describeFault(fault))))

  let isAsked = false
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      isAsked = true
      child.kill('SIGTERM')
    })
  }
  process.stdout.write(`Countersign is open. Ctrl C ends it.\n`)
  if (hasPicture) process.stdout.write(`There is no display here, so it runs on a virtual one. A picture of the window, new every 2 s:\n  ${picture}\n`)

  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      const isWell = code === 0 || isAsked
      if (!isWell) process.stderr.write(`Countersign ended with ${code ?? signal}. The last lines of ${log}:\n${tailOf(log)}\n`)
      resolve(isWell ? 0 : (code ?? 1))
    })
  })
}

/**
 * A console with nothing paired: new, in a folder of its own, so that it takes nothing away from the usual one.
 * @param {string} outbox
 * @returns {readonly string[]}
 */
function freshConsole(outbox) {
  const folder = join(outbox, `empty-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`)
  process.stdout.write(`A new console with nothing paired. It keeps its data in ${folder}\n`)
  return [`--user-data-dir=${folder}`]
}

/** @param {string} file */
function tailOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').slice(-8).join('\n') : ''
}
