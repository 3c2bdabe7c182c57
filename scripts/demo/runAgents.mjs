// Starts the demo agents as programs of their own, as an invented person's client would, and ends them with us.

import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEMO_AGENTS } from './cast.mjs'

const folder = join(dirname(fileURLToPath(import.meta.url)), 'agents')

/**
 * @param {object} options
 * @param {string} options.gateway the program that stands in their client's configuration
 * @param {string} options.config of the point
 * @param {string} options.scratch
 * @param {(line: string) => void} options.tell
 * @returns {() => void} ends them
 */
export function runAgents({ gateway, config, scratch, tell }) {
  const children = DEMO_AGENTS.map(({ name }) => {
    // In groups of their own, so that Ctrl C reaches them by us alone, after the console.
    const child = spawn(process.execPath, [join(folder, `${name}.mjs`), name, gateway, config], { cwd: scratch, stdio: ['ignore', 'pipe', 'ignore', 'ipc'], detached: true })
    createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) }).on('line', tell)
    child.on('error', (fault) => tell(`${name}: could not be started (${fault.message})`))
    return child
  })
  return () => {
    for (const child of children) child.kill('SIGTERM')
  }
}
