// `npm run gateway -- ...`: the enforcement point's own command, built first where it has to be.

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../build/build.mjs'
import { describeFault, step } from '../setup/report.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

try {
  await step('build', (tell) => ensureBuilt(root, tell))
  const child = spawn(process.execPath, [join(root, 'out', 'gateway', 'gateway.cjs'), ...process.argv.slice(2)], { stdio: 'inherit', cwd: process.env['INIT_CWD'] ?? process.cwd() })
  // Ctrl C reaches the point by itself; we wait until it has refused what it holds.
  process.on('SIGINT', () => {})
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal))
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
} catch (fault) {
  process.stderr.write(describeFault(fault))
  process.exitCode = 1
}
