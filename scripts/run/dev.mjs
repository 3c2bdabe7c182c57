// `npm run dev`: the console, rebuilt as sources change. The page reloads on the screen it was on, the core is
// restarted, and a change of main or of the preload script starts the program anew. The pages come from the app's own
// scheme under the shipped content security policy here too, so that nothing works only while it is being written.

import { spawn } from 'node:child_process'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'
import { targets } from '../build/targets.mjs'
import { prepare } from '../setup/prepare.mjs'
import { describeFault } from '../setup/report.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** What each bundle needs of the running program when it was rebuilt. */
const AFTER = /** @type {const} */ ({ renderer: 'reloadWindow', core: 'restartCore', main: 'startAnew', preload: 'startAnew' })

try {
  await develop(await prepare({ root }))
} catch (fault) {
  process.stderr.write(describeFault(fault))
  process.exitCode = 1
}

/** @param {import('../setup/prepare.mjs').Prepared} prepared */
async function develop(prepared) {
  let child = open(prepared)
  const all = targets(root)
  for (const [name, action] of Object.entries(AFTER)) {
    const config = all[name]
    const watcher = /** @type {import('vite').Rolldown.RolldownWatcher} */ (await build({ ...config, build: { ...config?.build, watch: {} } }))
    // The first build of each only repeats what preparing has just built.
    let isFirst = true
    watcher.on('event', async (event) => {
      if (event.code === 'ERROR') process.stderr.write(`  ${name}  not built: ${event.error.message}\n`)
      if (event.code !== 'BUNDLE_END') return
      await event.result.close()
      if (isFirst) return void (isFirst = false)
      await prepared.stageAgain()
      process.stdout.write(`  ${name.padEnd(10)}built in ${event.duration} ms, ${action}\n`)
      if (action === 'startAnew') child = startAnew(child, prepared)
      else child.send(action)
    })
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {import('../setup/prepare.mjs').Prepared} prepared
 */
function startAnew(child, prepared) {
  child.removeAllListeners('exit')
  child.kill()
  return open(prepared)
}

/** @param {import('../setup/prepare.mjs').Prepared} prepared */
function open({ electron, flags, folder, node, ids, environment, release }) {
  const child = spawn(electron.executable, [...flags, folder, `--core-node=${node}`, '--allow-devtools', ...process.argv.slice(2)], { ...ids, cwd: folder, env: environment(), stdio: ['ignore', 'inherit', 'ignore', 'ipc'] })
  child.once('exit', (code) => {
    release()
    process.exit(code ?? 0)
  })
  return child
}
