// Step 8: the bundles in `out/`, made anew when a source is newer than they are.

import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SetupError } from '../setup/report.mjs'

const SOURCES = ['shared', 'electron', 'gateway', 'renderer', 'test/vectors', 'scripts/build', 'package.json', 'package-lock.json']

/**
 * @param {string} root
 * @param {(detail: string) => void} [tell]
 * @returns {Promise<string>}
 */
export async function ensureBuilt(root, tell = () => {}) {
  const wanted = stampOfSources(root)
  const stamp = join(root, 'out', '.stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return 'up to date'
  rmSync(stamp, { force: true })

  // Vite is heavy; a start with nothing to build does not load it.
  const [{ build }, { targets }] = await Promise.all([import('vite'), import('./targets.mjs')])
  const configs = Object.entries(targets(root))
  for (const [name, config] of configs) {
    tell(`building ${name}`)
    try {
      await build(config)
    } catch (fault) {
      throw new SetupError(`The bundle "${name}" could not be built.\n${fault instanceof Error ? fault.message : String(fault)}`, 'mend the source; "npm run check" says more about types.')
    }
  }
  mkdirSync(join(root, 'out'), { recursive: true })
  writeFileSync(stamp, wanted)
  return `${configs.length} bundles built`
}

/** @param {string} root */
function stampOfSources(root) {
  const sum = createHash('sha256')
  const visit = (/** @type {string} */ path) => {
    if (!existsSync(path)) return
    const stat = lstatSync(path)
    if (!stat.isDirectory()) return void sum.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
    for (const entry of readdirSync(path).sort()) visit(join(path, entry))
  }
  for (const source of SOURCES) visit(join(root, source))
  return sum.digest('hex')
}
