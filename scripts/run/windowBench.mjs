// The stages that need a window, run under the account that Electron runs under, as the tests in the window are.

import { join } from 'node:path'
import { packageClosure } from '../setup/packageClosure.mjs'

/** What these stages need besides the program itself. */
const NEEDED = ['test', 'shared', 'scripts/demo/hostSocket.mjs', 'node_modules/electron/index.js', 'node_modules/electron/package.json']
const PACKAGES = ['@playwright/test', 'ws', 'zod', '@cedar-policy/cedar-wasm']

/**
 * @param {string} root
 * @returns {import('../setup/stage.mjs').Item[]} what to lay where the system user reads, where there is one
 */
export function windowBenchItems(root) {
  return [...NEEDED, ...packageClosure(root, PACKAGES)].map((path) => ({ from: join(root, path), to: path }))
}

/**
 * How the stages of the window are started.
 * @param {import('../setup/prepare.mjs').Prepared} prepared
 * @returns {{ node: string, folder: string, options: import('node:child_process').SpawnOptions }}
 */
export function inWindow({ folder, node, outbox, electron, flags, ids, environment }) {
  const env = environment({
    ELECTRON_OVERRIDE_DIST_PATH: electron.folder,
    COUNTERSIGN_APP: folder,
    COUNTERSIGN_FLAGS: flags.join(' '),
    COUNTERSIGN_RESULTS: join(outbox, 'bench'),
    COUNTERSIGN_FIXTURES: join(folder, 'fixtures'),
  })
  return { node, folder, options: { ...ids, cwd: folder, env } }
}
