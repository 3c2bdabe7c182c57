// Step 5, only where set-up runs as root: Electron's sandbox refuses root, so a system user without a password and
// without a shell runs Electron and the tests that drive it. Nothing else on the machine belongs to this user.

import { copyFileSync, chownSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { lastWords, run } from './command.mjs'
import { SetupError } from './report.mjs'

const NAME = 'countersign'
const HOME = '/var/lib/countersign'

/**
 * @typedef {object} Account who runs Electron: the person at the keyboard, or the system user
 * @property {string} name
 * @property {string} home
 * @property {{ uid: number, gid: number } | undefined} ids given only where we change to them
 */

/**
 * The account that Electron runs under. Makes the system user where needed; doing so twice is harmless.
 * @returns {Promise<{ account: Account, detail: string }>}
 */
export async function chooseAccount() {
  if (process.getuid?.() !== 0) {
    const name = process.env['USER'] ?? 'you'
    return { account: { name, home: homedir(), ids: undefined }, detail: `${name}, not root` }
  }
  const known = lookUp()
  if (known) return { account: withHome(known), detail: `system user ${NAME}, because Electron's sandbox refuses root` }

  const made = await run('useradd', ['--system', '--create-home', '--home-dir', HOME, '--shell', '/usr/sbin/nologin', NAME])
  const account = lookUp()
  // Two set-ups at once: one of them finds the name taken, which is what it wanted.
  if (account === null) throw new SetupError(`The system user "${NAME}", under which Electron runs when set-up runs as root, could not be made.\n${lastWords(made)}`, `make it by hand (useradd --system --create-home --home-dir ${HOME} ${NAME}), or run the same command as an ordinary user.`)
  return { account: withHome(account), detail: `system user ${NAME} made, because Electron's sandbox refuses root` }
}

/** @returns {Account | null} */
function lookUp() {
  for (const line of readFileSync('/etc/passwd', 'utf8').split('\n')) {
    const [name, , uid, gid, , home] = line.split(':')
    if (name === NAME && uid && gid && home) return { name, home, ids: { uid: Number(uid), gid: Number(gid) } }
  }
  return null
}

/** @param {Account} account */
function withHome(account) {
  for (const folder of [account.home, runtimeFolder(account)]) ownFolder(account, folder)
  return account
}

/**
 * Makes a folder that only the account can read.
 * @param {Account} account
 * @param {string} folder
 */
export function ownFolder(account, folder) {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (account.ids) chownSync(folder, account.ids.uid, account.ids.gid)
  return folder
}

/** @param {Account} account */
const runtimeFolder = (account) => join(account.home, 'run')

/**
 * The environment for programs that run under the account. For the system user it is built from nothing, so that
 * nothing of root's leaks in.
 * @param {Account} account
 * @param {NodeJS.ProcessEnv} env
 * @param {Record<string, string>} extra
 * @returns {Record<string, string>}
 */
export function accountEnvironment(account, env, extra) {
  if (!account.ids) return { ...definedOf(env), ...extra }
  const { PATH = '/usr/bin:/bin', LANG = 'C.UTF-8', TERM = 'dumb', CI } = env
  const own = { PATH, LANG, TERM, HOME: account.home, USER: account.name, LOGNAME: account.name, XDG_RUNTIME_DIR: runtimeFolder(account) }
  return { ...own, ...(CI === undefined ? {} : { CI }), ...sharedDisplay(account, env), ...extra }
}

/**
 * Root's own display, if there is one, with a copy of the cookie that opens it.
 * @param {Account} account
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 */
function sharedDisplay(account, env) {
  const display = env['DISPLAY']
  if (display === undefined || account.ids === undefined) return {}
  const cookie = env['XAUTHORITY'] ?? join(homedir(), '.Xauthority')
  if (!existsSync(cookie)) return { DISPLAY: display }
  const copy = join(runtimeFolder(account), 'Xauthority')
  copyFileSync(cookie, copy)
  chownSync(copy, account.ids.uid, account.ids.gid)
  return { DISPLAY: display, XAUTHORITY: copy }
}

/** @param {NodeJS.ProcessEnv} env */
const definedOf = (env) => /** @type {Record<string, string>} */ (Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)))
