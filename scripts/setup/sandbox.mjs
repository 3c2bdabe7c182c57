// Step 6: which sandbox the kernel offers Electron. Only where it offers none at all does a run go on without one;
// the window then says so in a red strip.

import { chmodSync, chownSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './command.mjs'
import { SetupError } from './report.mjs'

/**
 * @param {object} options
 * @param {string} options.electronFolder
 * @param {import('./account.mjs').Account} options.account
 * @returns {Promise<{ flags: readonly string[], detail: string }>} flags for Electron's command line
 */
export async function chooseSandbox({ electronFolder, account }) {
  if (process.platform !== 'linux') return { flags: [], detail: "the system's own" }
  const asUser = account.ids ?? {}
  const namespaces = await run('unshare', ['--user', '--map-root-user', 'true'], asUser)
  if (namespaces.code === 0) return { flags: [], detail: 'user namespaces and seccomp' }

  const helper = join(electronFolder, 'chrome-sandbox')
  if (existsSync(helper)) {
    if (account.ids) {
      chownSync(helper, 0, account.ids.gid)
      chmodSync(helper, 0o4750)
    } else if (!isPrivileged(helper)) {
      throw new SetupError('This kernel refuses user namespaces to ordinary programs, so Electron needs its sandbox helper, and that one has to belong to root.', `run this once, then the same command again:\n\n  sudo chown root:root ${helper} && sudo chmod 4755 ${helper}`)
    }
    const probe = await run(helper, ['/bin/true'], asUser)
    if (probe.code === 0) return { flags: [], detail: "Electron's sandbox helper and seccomp" }
  }
  return { flags: ['--no-sandbox'], detail: 'WARNING: this kernel offers no sandbox; the window says so' }
}

/** @param {string} helper */
function isPrivileged(helper) {
  const { uid, mode } = statSync(helper)
  return uid === 0 && (mode & 0o4000) !== 0
}
