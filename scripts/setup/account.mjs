// Step 5, only where set-up runs as root: Electron's sandbox refuses root, so a system user without a password and
// without a shell runs Electron and the tests that drive it. Nothing else on the machine belongs to this user.
//
// That user may be taken over together with the window. So root never writes, deletes or changes the owner of anything
// in a folder that the user owns: a link planted there would point root elsewhere. What is to happen there is done under
// the user's own ids; what root hands over lies in folders of root's that the user's group may read.

import { mkdirSync, readFileSync } from 'node:fs'
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
  const known = lookUp(readFileSync('/etc/passwd', 'utf8'))
  if (known) return { account: await withRuntimeFolder(known), detail: `system user ${NAME}, because Electron's sandbox refuses root` }

  const made = await run('useradd', ['--system', '--create-home', '--home-dir', HOME, '--shell', '/usr/sbin/nologin', NAME])
  const account = lookUp(readFileSync('/etc/passwd', 'utf8'))
  // Two set-ups at once: one of them finds the name taken, which is what it wanted.
  if (account === null) throw new SetupError(`The system user "${NAME}", under which Electron runs when set-up runs as root, could not be made.\n${lastWords(made)}`, `make it by hand (useradd --system --create-home --home-dir ${HOME} --shell /usr/sbin/nologin ${NAME}), or run the same command as an ordinary user.`)
  return { account: await withRuntimeFolder(account), detail: `system user ${NAME} made, because Electron's sandbox refuses root` }
}

/**
 * The system user, if there is one. Somebody else who happens to have the name is never taken for it.
 * @param {string} passwd the text of /etc/passwd
 * @returns {Account | null}
 */
export function lookUp(passwd) {
  for (const line of passwd.split('\n')) {
    const [name, , uid, gid, , home, shell] = line.split(':')
    if (name !== NAME) continue
    if (home !== HOME || !Number(uid) || !Number(gid) || !shell?.endsWith('/nologin')) {
      throw new SetupError(`There is an account named "${NAME}" that set-up did not make (home ${home}, shell ${shell}), so Electron will not be run under it.`, 'rename that account, or run the same command as an ordinary user.')
    }
    return { name, home, ids: { uid: Number(uid), gid: Number(gid) } }
  }
  return null
}

/** @param {Account} account */
async function withRuntimeFolder(account) {
  await ownFolder(account, runtimeFolder(account))
  return account
}

/**
 * Makes a folder that only the account can read, under the account's own ids.
 * @param {Account} account
 * @param {string} folder
 */
export async function ownFolder(account, folder) {
  if (!account.ids) {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    return folder
  }
  const made = await run('mkdir', ['-p', '-m', '0700', folder], account.ids)
  if (made.code !== 0) throw new SetupError(`The system user "${account.name}" could not make ${folder}.\n${lastWords(made)}`, `remove what lies at ${folder} and run the same command again.`)
  return folder
}

/** @param {Account} account */
const runtimeFolder = (account) => join(account.home, 'run')

/**
 * The environment for programs that run under the account. For the system user it is built from nothing, so that
 * nothing of root's leaks in, root's own display least of all: whoever has that can type into root's terminals.
 * @param {Account} account
 * @param {NodeJS.ProcessEnv} env
 * @param {Record<string, string>} extra
 * @returns {Record<string, string>}
 */
export function accountEnvironment(account, env, extra) {
  if (!account.ids) return { ...definedOf(env), ...extra }
  const { PATH = '/usr/bin:/bin', LANG = 'C.UTF-8', TERM = 'dumb', CI } = env
  const own = { PATH, LANG, TERM, HOME: account.home, USER: account.name, LOGNAME: account.name, XDG_RUNTIME_DIR: runtimeFolder(account) }
  return { ...own, ...(CI === undefined ? {} : { CI }), ...extra }
}

/** @param {NodeJS.ProcessEnv} env */
const definedOf = (env) => /** @type {Record<string, string>} */ (Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)))
