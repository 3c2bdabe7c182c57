// One set-up at a time in one place: two terminals in the same clone, or two clones sharing one machine, take turns.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError } from './report.mjs'

/** @param {string} file */
const notOurs = (file) => new SetupError(`${file} belongs to somebody else, probably because set-up ran here as root before.`, 'give this folder back to yourself (sudo chown -R "$USER" on it), and run the same command again.')

/**
 * Runs `work` while holding the lock file in `folder`. Waits for a living holder; takes over from a dead one.
 * @template T
 * @param {string} folder made if absent
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withLock(folder, work) {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'setup.lock')
  let told = false
  while (!take(file)) {
    if (!told) process.stdout.write(`  Waiting for another set-up that is under way here (${file}).\n`)
    told = true
    await sleep(200)
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}

/**
 * The lock appears by linking a file that already names us, so nobody ever reads a lock without a holder.
 * @param {string} file
 */
function take(file) {
  const mine = `${file}.${process.pid}`
  try {
    writeFileSync(mine, String(process.pid))
    linkSync(mine, file)
    return true
  } catch (fault) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (fault)
    if (code === 'EACCES' || code === 'EPERM') throw notOurs(file)
    if (code !== 'EEXIST') throw fault
    clearDead(file)
    return false
  } finally {
    rmSync(mine, { force: true })
  }
}

/**
 * Moves a dead holder's lock away. Two waiters may see the same dead holder; the slower one would then move the
 * faster one's fresh lock, so what was moved is looked at again and put back if it lives.
 * @param {string} file
 */
function clearDead(file) {
  if (isAlive(holderOf(file))) return
  const moved = `${file}.${process.pid}.moved`
  try {
    renameSync(file, moved)
    if (isAlive(holderOf(moved))) linkSync(moved, file)
  } catch {
    // Somebody else was faster; the next try sees the new state.
  } finally {
    rmSync(moved, { force: true })
  }
}

/**
 * The process that holds a lock: null when the lock is gone, 0 when it names nobody who could be alive. In a container a
 * later set-up may well have the very number of one that was killed, so our own number in the file is not us.
 * @param {string} file
 */
function holderOf(file) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return null
  }
  const pid = Number(text)
  return Number.isInteger(pid) && pid > 0 && pid !== process.pid ? pid : 0
}

/** @param {number | null} pid null is nobody's death */
function isAlive(pid) {
  if (pid === null) return true
  if (pid === 0) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return /** @type {NodeJS.ErrnoException} */ (fault).code === 'EPERM'
  }
}
