// Step 3: the Electron to run. A real one wherever it can be had; else, on Linux x64, the development runtime.

import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { lastWords, run } from './command.mjs'
import { fallbackElectron, FALLBACK } from './electron-fallback.mjs'
import { SetupError } from './report.mjs'

/** A slow line may need long for 110 MB; a closed network fails at once. */
const INSTALLER_LIMIT_MS = 900_000
const FAILURE_IS_REMEMBERED_MS = 24 * 60 * 60 * 1000

/**
 * @typedef {object} ElectronChoice
 * @property {string} folder holds the executable
 * @property {string} executable
 * @property {string} version
 * @property {'named' | 'real' | 'fallback'} kind
 * @property {string} detail what was done, in a few words
 */

/** The folder for downloads that all clones of a person share. */
export function cacheFolder(env = process.env) {
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'countersign')
}

/**
 * Finds or fetches Electron: the folder that COUNTERSIGN_ELECTRON names, the installed one, electron's own installer,
 * and only on Linux x64 the registry fallback with its pinned hashes.
 * @param {object} options
 * @param {string} options.root
 * @param {string} options.cache
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {string} [options.platform] `process.platform` and `process.arch` with a dash between
 * @param {import('./electron-fallback.mjs').Pin} [options.pin]
 * @param {(detail: string) => void} [options.tell]
 * @param {() => number} [options.now] milliseconds since 1970
 * @returns {Promise<ElectronChoice>}
 */
export async function findElectron({ root, cache, env = process.env, platform = `${process.platform}-${process.arch}`, pin = FALLBACK, tell = () => {}, now = Date.now }) {
  const named = env['COUNTERSIGN_ELECTRON']
  if (named) return namedElectron(named)

  const installed = installedElectron(root)
  if (installed) return installed

  const failure = await runInstaller({ root, cache, env, tell, now })
  const downloaded = installedElectron(root)
  if (downloaded) return { ...downloaded, detail: `${downloaded.version}, downloaded` }

  if (platform !== 'linux-x64') {
    throw new SetupError(
      `Electron could not be downloaded, and there is no development runtime for ${platform}.\n${failure}`,
      'connect to a network that reaches github.com and run the same command again (with COUNTERSIGN_RETRY_DOWNLOAD=1 within a day of the last try), or set COUNTERSIGN_ELECTRON to a folder that holds Electron.',
    )
  }
  const { folder, detail } = await fallbackElectron({ cache, pin, env, tell })
  return { folder, executable: join(folder, 'electron'), version: pin.electronVersion, kind: 'fallback', detail }
}

/**
 * @param {string} folder
 * @returns {ElectronChoice}
 */
function namedElectron(folder) {
  const executable = join(folder, executableName())
  if (!existsSync(executable)) {
    throw new SetupError(`COUNTERSIGN_ELECTRON names ${folder}, but there is no ${executableName()} in it.`, 'name the folder that holds the executable itself, or unset COUNTERSIGN_ELECTRON.')
  }
  const version = readVersion(folder)
  if (version === null) {
    throw new SetupError(`COUNTERSIGN_ELECTRON names ${folder}, but its file "version" is missing, so nobody can tell which Electron it is.`, 'unpack an official Electron archive whole and name that folder.')
  }
  return { folder, executable, version, kind: 'named', detail: `${version}, from COUNTERSIGN_ELECTRON` }
}

/**
 * @param {string} root
 * @returns {ElectronChoice | null}
 */
function installedElectron(root) {
  const home = join(root, 'node_modules', 'electron')
  const folder = join(home, 'dist')
  const version = readVersion(folder)
  const wanted = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).version
  const executable = join(folder, executableName())
  if (version !== wanted || !existsSync(executable)) return null
  return { folder, executable, version: wanted, kind: 'real', detail: wanted }
}

/**
 * Runs electron's own installer, which checks the hash of what it downloads. A failure is remembered for a day, so
 * that a closed network does not pay for it at every start.
 * @param {{ root: string, cache: string, env: NodeJS.ProcessEnv, tell: (detail: string) => void, now: () => number }} options
 * @returns {Promise<string>} why it failed; empty when it did not
 */
async function runInstaller({ root, cache, env, tell, now }) {
  const memory = join(cache, 'electron-download-failed')
  if (existsSync(memory) && now() - statSync(memory).mtimeMs < FAILURE_IS_REMEMBERED_MS && !env['COUNTERSIGN_RETRY_DOWNLOAD']) {
    return `${readFileSync(memory, 'utf8')}\n(remembered for a day; COUNTERSIGN_RETRY_DOWNLOAD=1 tries again)`
  }
  tell('downloading Electron')
  const outcome = await run(process.execPath, [join(root, 'node_modules', 'electron', 'install.js')], { cwd: root, env, limitMs: INSTALLER_LIMIT_MS })
  if (outcome.code === 0) {
    rmSync(memory, { force: true })
    return ''
  }
  // A line that was too slow today is no reason not to try tomorrow, or in a minute.
  if (outcome.timedOut) return `It was not done within ${INSTALLER_LIMIT_MS / 60_000} minutes.`
  const why = lastWords(outcome)
  mkdirSync(cache, { recursive: true })
  writeFileSync(memory, why)
  return why
}

/** @param {string} folder */
function readVersion(folder) {
  try {
    return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '')
  } catch {
    return null
  }
}

function executableName() {
  if (process.platform === 'win32') return 'electron.exe'
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron'
}
