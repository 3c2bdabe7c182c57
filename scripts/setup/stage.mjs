// Puts what the system user runs where it can read it: root's clone may lie in a folder closed to everyone else.
// Owned by root, readable by the system user's group, writable by neither.

import { createHash } from 'node:crypto'
import { chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { lastWords, run } from './command.mjs'
import { SetupError } from './report.mjs'

const STAGES = '/var/cache/countersign'

/** @typedef {{ from: string, to: string }} Item a file or folder, and its place in the stage */

/**
 * Copies items into a stage; those unchanged since the last time are left alone.
 * @param {object} options
 * @param {string} options.name of the stage
 * @param {readonly Item[]} options.items
 * @param {number} options.gid who may read
 * @param {string} [options.stages]
 * @returns {Promise<{ folder: string, copied: number }>}
 */
export async function stage({ name, items, gid, stages = STAGES }) {
  const folder = join(stages, name)
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  const list = join(folder, '.staged.json')
  const staged = readList(list)
  let copied = 0
  try {
    for (const { from, to } of items) {
      const stamp = stampOf(from)
      const target = join(folder, to)
      if (staged[to] === stamp && existsSync(target)) continue
      replace(from, target)
      staged[to] = stamp
      copied++
    }
    if (copied > 0) {
      await opened(stages, folder, gid)
      writeFileSync(`${list}.new`, JSON.stringify(staged))
      renameSync(`${list}.new`, list)
    }
  } catch (fault) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (fault)
    if (code !== 'ENOSPC' && code !== 'EIO' && code !== 'EDQUOT') throw fault
    throw new SetupError(`The disk that holds ${stages} is full or failing (${code}), so the program could not be copied to where the system user reads it.`, 'free about 700 MB there and run the same command again.')
  }
  return { folder, copied }
}

/**
 * What lies in a stage, by the list of an earlier time. One that cannot be read says nothing, and all is copied again.
 * @param {string} list
 * @returns {Record<string, string>}
 */
function readList(list) {
  try {
    return JSON.parse(readFileSync(list, 'utf8'))
  } catch {
    return {}
  }
}

/**
 * A folder of root's for what is handed to the system user: its group may read, nobody else but root may write.
 * @param {string} name
 * @param {number} gid
 */
export function openToGroup(name, gid, stages = STAGES) {
  const folder = join(stages, name)
  mkdirSync(folder, { recursive: true, mode: 0o750 })
  for (const path of [stages, folder]) {
    chownSync(path, 0, gid)
    chmodSync(path, 0o750)
  }
  return folder
}

/**
 * The name of a clone's stage, from where the clone lies.
 * @param {string} root
 */
export const stageName = (root) => `clone-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`

/**
 * @param {string} from
 * @param {string} target
 */
function replace(from, target) {
  mkdirSync(dirname(target), { recursive: true })
  const fresh = `${target}.fresh`
  const old = `${target}.old`
  // What an earlier copy left when it broke off. One set-up at a time is in here, so it is nobody else's.
  for (const left of [fresh, old]) rmSync(left, { recursive: true, force: true })
  cpSync(from, fresh, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
  if (existsSync(target)) renameSync(target, old)
  renameSync(fresh, target)
  rmSync(old, { recursive: true, force: true })
}

/**
 * @param {string} stages
 * @param {string} folder
 * @param {number} gid
 */
async function opened(stages, folder, gid) {
  for (const [program, ...args] of [
    ['chown', `0:${gid}`, stages], ['chmod', '0750', stages],
    ['chown', '-R', `0:${gid}`, folder], ['chmod', '-R', 'u+rwX,g+rX,g-w,o-rwx', folder],
  ]) {
    const outcome = await run(String(program), args)
    if (outcome.code !== 0) throw new SetupError(`${folder} could not be made readable for the system user.\n${lastWords(outcome)}`, 'run the same command as an ordinary user instead of root.')
  }
}

/**
 * Changes whenever a file inside changes, appears or goes: path, size and time of each.
 * @param {string} path
 */
function stampOf(path) {
  const sum = createHash('sha256')
  const visit = (/** @type {string} */ at, /** @type {string} */ name) => {
    const stat = lstatSync(at)
    if (!stat.isDirectory()) return void sum.update(`${name} ${stat.size} ${stat.mtimeMs}\n`)
    for (const entry of readdirSync(at).sort()) visit(join(at, entry), `${name}/${entry}`)
  }
  visit(path, '')
  return sum.digest('hex')
}
