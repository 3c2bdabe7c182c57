// Which folders of node_modules a few packages need at run time, by the lock file: what is staged for the system user.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from './report.mjs'

/**
 * @typedef {object} Locked a package as the lock file (version 3) lists it
 * @property {Record<string, string>} [dependencies]
 * @property {Record<string, string>} [optionalDependencies]
 * @property {Record<string, string>} [peerDependencies]
 * @property {Record<string, { optional?: boolean }>} [peerDependenciesMeta]
 */

/**
 * The folders of packages and of all that they need, each found from where Node would look for it. What is optional is
 * taken along where it is installed.
 * @param {string} root the folder with package-lock.json
 * @param {readonly string[]} names
 * @returns {string[]} paths from the root, sorted, no folder inside another
 * @throws {SetupError} where the lock file does not list what is needed
 */
export function packageClosure(root, names) {
  /** @type {Record<string, Locked>} */
  const packages = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  /** @type {Set<string>} */
  const found = new Set()

  const visit = (/** @type {string} */ name, /** @type {string} */ from, /** @type {boolean} */ isOptional) => {
    const path = findFrom(packages, name, from)
    if (path === null || (isOptional && !existsSync(join(root, path)))) {
      if (isOptional) return
      throw new SetupError(`The package "${name}"${from === '' ? '' : `, which ${from} needs,`} is not in package-lock.json.`, 'bring package-lock.json back as it was, with git, and run the same command again.')
    }
    if (found.has(path)) return
    found.add(path)
    const { dependencies = {}, optionalDependencies = {}, peerDependencies = {}, peerDependenciesMeta = {} } = packages[path] ?? {}
    for (const each of Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies })) {
      visit(each, path, each in optionalDependencies || peerDependenciesMeta[each]?.optional === true)
    }
  }
  for (const name of names) visit(name, '', false)
  // A package brings the folders inside its own along.
  return [...found].filter((path) => ![...found].some((other) => path.startsWith(`${other}/`))).sort()
}

/**
 * Where Node finds a package from a place: beside it first, then further out.
 * @param {Record<string, Locked>} packages
 * @param {string} name
 * @param {string} from
 * @returns {string | null}
 */
function findFrom(packages, name, from) {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    const path = place === '' ? `node_modules/${name}` : `${place}/node_modules/${name}`
    if (path in packages) return path
    if (place === '') return null
  }
}
