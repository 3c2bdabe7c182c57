// Step 2: the Node that everything after set-up runs on.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './command.mjs'
import { SetupError } from './report.mjs'

/** The oldest Node that has Node-API 10, which the core's database needs. */
export const OLDEST_NODE = '22.14.0'

/**
 * @param {{ root: string, version?: string, own?: string }} options `version` and `own`: of the Node that is running
 * @returns {Promise<{ path: string, detail: string }>}
 */
export async function chooseNode({ root, version = process.versions.node, own = process.execPath }) {
  const pinned = pinnedNode(root)
  if (existsSync(pinned)) {
    const outcome = await run(pinned, ['--version'])
    if (outcome.code === 0) return { path: pinned, detail: `${outcome.stdout.trim()}, pinned by the lock file` }
  }
  if (!isOlder(version, OLDEST_NODE)) return { path: own, detail: `v${version}, this machine's own` }
  throw new SetupError(
    `This machine runs Node ${version}; Countersign needs ${OLDEST_NODE} or newer, and no Node for ${process.platform} ${process.arch} came with the packages.`,
    `install Node ${OLDEST_NODE} or newer from nodejs.org and run the same command again.`,
  )
}

/** @param {string} root */
export function pinnedNode(root) {
  return join(root, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node')
}

/**
 * The environment with the project's own programs found first.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
export function pinnedBinFirst(root, env) {
  return { ...env, PATH: [join(root, 'node_modules', '.bin'), env['PATH']].filter(Boolean).join(delimiter) }
}

/**
 * @param {string} version
 * @param {string} than
 */
function isOlder(version, than) {
  const [a, b] = [version, than].map((text) => text.split('.').map(Number))
  for (let i = 0; i < 3; i++) {
    const difference = (a?.[i] ?? 0) - (b?.[i] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}
