// `npm run bench -- [--quick] [--json FILE] [STAGE ...]`: every stage beside its own floor, in the same run.

import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../build/build.mjs'
import { describeFault, step } from '../setup/report.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

try {
  await step('build', (tell) => ensureBuilt(root, tell))
  const child = spawn(process.execPath, [join(root, 'test', 'bench', 'bench.ts'), ...process.argv.slice(2)], { stdio: 'inherit', cwd: process.env['INIT_CWD'] ?? process.cwd() })
  process.exitCode = await new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
} catch (fault) {
  process.stderr.write(describeFault(fault))
  process.exitCode = 1
}
