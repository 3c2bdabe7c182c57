// Step 1: exactly the packages of the lock file, with no install script run.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDiskFull, isUnreachable, npm, npmWords } from './command.mjs'
import { SetupError } from './report.mjs'

const TRIES = 3
const FROM_LOCK = 'installed from the lock file'
const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']

/**
 * Installs what the lock file names, unless its stamp says that this was done already.
 * An interrupted installation leaves no stamp and is done again from the start.
 * @param {{ root: string, env?: NodeJS.ProcessEnv, tell?: (detail: string) => void }} options
 * @returns {Promise<string>} what was done
 */
export async function installDependencies({ root, env = process.env, tell = () => {} }) {
  const wanted = fingerprint(root)
  const stamp = join(root, 'node_modules', '.countersign-stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'up to date'
  rmSync(stamp, { force: true })

  const how = await install({ root, env, tell })
  // Without the lock file's check there is no stamp, so that the warning stands there each time and not once.
  if (how === FROM_LOCK) writeFileSync(stamp, wanted)
  return how
}

/** @param {string} root */
function fingerprint(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  return createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex')
}

/** @param {{ root: string, env: NodeJS.ProcessEnv, tell: (detail: string) => void }} options */
async function install({ root, env, tell }) {
  let outcome
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    tell(attempt === 1 ? 'installing from the lock file' : `installing from the lock file, attempt ${attempt} of ${TRIES}`)
    outcome = await npm(['ci', ...QUIET], { cwd: root, env })
    if (outcome.code === 0) return FROM_LOCK
    if (/npm ci.*can only install|Missing:.*from lock file/s.test(outcome.stderr)) return installWithoutLockCheck({ root, env, tell })
    if (isDiskFull(outcome)) break
  }
  if (outcome && isDiskFull(outcome)) throw new SetupError(`The disk that holds ${root} is full; the packages were not installed.`, 'free about 1 GB there and run the same command again.')
  if (outcome && isUnreachable(outcome)) throw offline(npmWords(outcome))
  throw new SetupError(`npm could not install the packages:\n${outcome ? npmWords(outcome) : ''}`, 'run "npm ci --ignore-scripts" here to see everything npm says.')
}

/**
 * Some registries lack a platform's package; npm then refuses the lock file that it wrote itself.
 * @param {{ root: string, env: NodeJS.ProcessEnv, tell: (detail: string) => void }} options
 */
async function installWithoutLockCheck({ root, env, tell }) {
  tell('the lock file was refused; installing without its check')
  const outcome = await npm(['install', '--no-save', ...QUIET], { cwd: root, env })
  if (outcome.code === 0) return 'WARNING: lock file refused by npm, installed without its check'
  if (isUnreachable(outcome)) throw offline(npmWords(outcome))
  throw new SetupError(`npm refused the lock file, and installing without its check failed too:\n${npmWords(outcome)}`, 'run "npm ci --ignore-scripts" here and report what it says.')
}

/** @param {string} detail */
function offline(detail) {
  return new SetupError(
    `The npm registry could not be reached, so the packages were not installed.\n${detail}`,
    'connect to a network, or name a mirror with npm_config_registry, and run the same command again. What was downloaded so far is kept.',
  )
}
