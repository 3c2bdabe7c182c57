// The door to everything a person types: `npm start`, `npm test`, `npm run dev`, `npm run check`.
// It makes this clone ready on whatever Node started it, then goes on under the Node that the project pins.
// Plain JavaScript on Node's built-ins only, because it runs before anything is installed.

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installDependencies } from './setup/dependencies.mjs'
import { withLock } from './setup/lock.mjs'
import { chooseNode, pinnedBinFirst } from './setup/node.mjs'
import { describeFault, step } from './setup/report.mjs'

const COMMANDS = ['start', 'test', 'dev', 'check', 'gateway', 'verify', 'bench']
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [command = '', ...args] = process.argv.slice(2)

if (!COMMANDS.includes(command)) {
  process.stderr.write(`Unknown command "${command}". Use one of: npm start, npm test, npm run dev, npm run check, npm run gateway, npm run verify, npm run bench.\n`)
  process.exit(2)
}

try {
  const node = await withLock(join(root, '.countersign'), async () => {
    await step('dependencies', (tell) => installDependencies({ root, tell }))
    let chosen = process.execPath
    await step('node', async () => {
      const choice = await chooseNode({ root })
      chosen = choice.path
      return choice.detail
    })
    return chosen
  })
  process.exitCode = await goOn(node)
} catch (fault) {
  process.stderr.write(describeFault(fault))
  if (command === 'test') process.stdout.write('0 passed, 1 failed, 0 skipped\n')
  process.exitCode = 1
}

/**
 * Runs the rest under the chosen Node and takes over its exit code.
 * @param {string} node path of the executable
 * @returns {Promise<number>}
 */
async function goOn(node) {
  const script = join(root, 'scripts', 'run', `${command}.mjs`)
  const child = spawn(node, [script, ...args], { stdio: 'inherit', cwd: root, env: pinnedBinFirst(root, process.env) })
  // The terminal sends Ctrl C to the whole group; the child decides how to end, and we wait for it.
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)))
  })
}
