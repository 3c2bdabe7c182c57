// Step 4: the shared libraries that Electron wants from a Linux system, and a virtual display where there is none.

import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { isUnreachable, lastWords, run } from './command.mjs'
import { SetupError } from './report.mjs'

/** Debian's packages for Electron. Where a release renamed one with the suffix t64, that name is taken. */
export const LIBRARY_PACKAGES = [
  'libgtk-3-0', 'libnss3', 'libnspr4', 'libgbm1', 'libasound2', 'libatk1.0-0', 'libatk-bridge2.0-0', 'libatspi2.0-0',
  'libcups2', 'libdrm2', 'libxkbcommon0', 'libxcomposite1', 'libxdamage1', 'libxfixes3', 'libxrandr2', 'libcairo2',
  'libpango-1.0-0', 'libx11-6', 'libxcb1', 'libxext6',
]
export const DISPLAY_PACKAGES = ['xvfb']

/** @typedef {typeof run} Run */

/**
 * Installs what is missing where that is allowed; else says the line that a person can run, and stops.
 * @param {object} options
 * @param {string} options.executable Electron's
 * @param {boolean} options.needsDisplay whether a virtual display will be started
 * @param {(detail: string) => void} [options.tell]
 * @param {boolean} [options.isRoot]
 * @param {Run} [options.runProgram]
 * @param {(program: string) => boolean} [options.has]
 * @returns {Promise<string>}
 */
export async function ensureSystemLibraries({ executable, needsDisplay, tell = () => {}, isRoot = process.getuid?.() === 0, runProgram = run, has = isInstalled }) {
  if (process.platform !== 'linux') return 'not needed on this system'
  const wanted = [
    ...((await missingLibraries(executable, runProgram)).length > 0 ? LIBRARY_PACKAGES : []),
    ...(needsDisplay && !has('Xvfb') ? DISPLAY_PACKAGES : []),
  ]
  if (wanted.length === 0) return 'all there'
  if (!has('apt-get')) throw new SetupError(`Electron needs libraries that this system does not have.\n${await missingText(executable, runProgram)}`, `install what Debian calls ${wanted.join(' ')} with this system's own package manager, and run the same command again.`)
  if (!isRoot) throw new SetupError(`Electron needs libraries that this system does not have.\n${await missingText(executable, runProgram)}`, `run this once, then the same command again:\n\n  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${(await currentNames(wanted, runProgram)).join(' ')}`)

  await aptInstall(wanted, { tell, runProgram })
  const still = await missingLibraries(executable, runProgram)
  if (still.length > 0) throw new SetupError(`These libraries are still missing after the installation: ${still.join(', ')}.`, 'find the package that holds them with "apt-file search NAME" and install it.')
  return `${wanted.length} packages installed`
}

/**
 * @param {readonly string[]} wanted
 * @param {{ tell: (detail: string) => void, runProgram: Run }} options
 */
async function aptInstall(wanted, { tell, runProgram }) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Another apt on this machine is waited for instead of failing on its lock.
  const patient = ['-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=3']
  tell('apt-get update')
  const update = await runProgram('apt-get', [...patient, 'update'], { env })
  const names = await currentNames(wanted, runProgram)
  tell(`installing ${names.length} system packages`)
  const install = await runProgram('apt-get', [...patient, 'install', '-y', '--no-install-recommends', ...names], { env })
  if (install.code === 0) return
  const said = lastWords(install.code === null || update.code === 0 ? install : update)
  const offline = isUnreachable(install) || /Temporary failure|Could not resolve|Failed to fetch|Unable to locate/.test(`${install.stderr}${update.stderr}`)
  throw new SetupError(
    `${offline ? 'The Debian packages could not be reached' : 'apt-get failed'}, so the system libraries were not installed.\n${said}`,
    `mend that and run the same command again, or install them by hand:\n\n  apt-get install -y --no-install-recommends ${names.join(' ')}`,
  )
}

/**
 * @param {readonly string[]} names
 * @param {Run} runProgram
 */
async function currentNames(names, runProgram) {
  const renamed = names.map((name) => `${name}t64`)
  const policy = await runProgram('apt-cache', ['policy', ...names, ...renamed])
  const installable = new Set([...policy.stdout.matchAll(/^(\S+):\n(?: .*\n)*? {2}Candidate: (?!\(none\))/gm)].map((match) => match[1]))
  return names.map((name) => (!installable.has(name) && installable.has(`${name}t64`) ? `${name}t64` : name))
}

/**
 * @param {string} executable
 * @param {Run} runProgram
 */
async function missingLibraries(executable, runProgram) {
  const { stdout } = await runProgram('ldd', [executable])
  return [...stdout.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1] ?? '')
}

/**
 * @param {string} executable
 * @param {Run} runProgram
 */
async function missingText(executable, runProgram) {
  const missing = await missingLibraries(executable, runProgram)
  return missing.length > 0 ? `Missing: ${missing.join(', ')}` : 'Missing: a virtual display (Xvfb), because there is no display here.'
}

/** @param {string} program */
export function isInstalled(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))
}
