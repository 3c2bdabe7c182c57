// Step 7: a display. Where there is none a virtual one is started, closed to everyone but the account that runs
// Electron: whoever may write to a display may press its buttons.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { accountEnvironment, ownFolder } from './account.mjs'
import { openToGroup } from './stage.mjs'
import { SetupError } from './report.mjs'

/** Whether a display has to be started for Electron here. Root's own display is never lent to the system user. */
export function needsVirtualDisplay(env = process.env, isRoot = process.getuid?.() === 0) {
  return process.platform === 'linux' && (isRoot || (!env['DISPLAY'] && !env['WAYLAND_DISPLAY']))
}

/**
 * @typedef {object} Display
 * @property {Record<string, string>} env what a program needs to find it
 * @property {readonly string[]} flags what Electron needs on it
 * @property {string} detail
 * @property {() => void} stop
 */

/**
 * Starts Xvfb on a free number with a cookie of its own.
 * @param {import('./account.mjs').Account} account
 * @param {{ width: number, height: number }} [size]
 * @returns {Promise<Display>}
 */
export async function startVirtualDisplay(account, { width, height } = { width: 1600, height: 1000 }) {
  const folder = account.ids ? openToGroup('displays', account.ids.gid) : await ownFolder(account, join(account.home, '.cache/countersign'))
  const authority = join(folder, `Xauthority-${process.pid}-${randomBytes(4).toString('hex')}`)
  writeFileSync(authority, anyDisplayCookie(randomBytes(16)), { mode: account.ids ? 0o640 : 0o600, flag: 'wx' })
  if (account.ids) chownSync(authority, 0, account.ids.gid)

  // Without -noreset the server starts over whenever its last client leaves, and turns away whoever comes meanwhile.
  // Its screen saver, which nobody could leave again by a key of ours, would count as a locked screen after ten minutes.
  // setpriv ends the server with us, however we end.
  const child = spawn('setpriv', ['--pdeathsig', 'TERM', 'Xvfb', '-displayfd', '3', '-screen', '0', `${width}x${height}x24`, '-auth', authority, '-nolisten', 'tcp', '-noreset', '-s', '0'], {
    ...account.ids,
    env: accountEnvironment(account, process.env, {}),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // In a group of its own, so that Ctrl C does not take the display away before the window has closed.
    detached: true,
  })
  const number = await numberFrom(child)
  return {
    env: { DISPLAY: `:${number}`, XAUTHORITY: authority },
    // There is no graphics card behind it. Left to find that out, the old runtime now and then hangs for good in the
    // moment in which its GPU process has failed and the window asks for it.
    flags: ['--disable-gpu', '--disable-software-rasterizer'],
    detail: `virtual, ${width}x${height}, number ${number}`,
    stop: () => {
      child.kill()
      rmSync(authority, { force: true })
    },
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function numberFrom(child) {
  return new Promise((resolve, reject) => {
    let said = ''
    let complaint = ''
    const fail = (/** @type {string} */ why) => reject(new SetupError(`The virtual display did not start: ${why}`, 'install the package "xvfb", or run the same command where there is a display.'))
    child.stderr?.on('data', (chunk) => (complaint += chunk))
    child.once('error', (fault) => fail(fault.message))
    child.once('exit', (code) => fail(`Xvfb ended with ${code}. ${complaint.trim()}`))
    child.stdio[3]?.on('data', (chunk) => {
      said += chunk
      if (said.includes('\n')) resolve(said.trim())
    })
  })
}

/**
 * One Xauthority entry that fits every display number: the server picks its number only after it has read this file.
 * @param {Buffer} cookie
 */
function anyDisplayCookie(cookie) {
  const FAMILY_WILD = 0xffff
  const counted = (/** @type {Buffer} */ bytes) => Buffer.concat([sixteenBits(bytes.length), bytes])
  return Buffer.concat([sixteenBits(FAMILY_WILD), counted(Buffer.alloc(0)), counted(Buffer.alloc(0)), counted(Buffer.from('MIT-MAGIC-COOKIE-1')), counted(cookie)])
}

/** @param {number} value */
function sixteenBits(value) {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
