// One set-up at a time in one place: two terminals in the same clone, or two clones sharing one machine, take turns.

import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

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
    if (!told) process.stdout.write(`  Waiting for process ${holderOf(file)}, which is setting up here too.\n`)
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
  writeFileSync(mine, String(process.pid))
  try {
    linkSync(mine, file)
    return true
  } catch (fault) {
    if (/** @type {NodeJS.ErrnoException} */ (fault).code !== 'EEXIST') throw fault
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

/** @param {string} file */
function holderOf(file) {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

/** @param {number | null} pid null when the lock is gone, which is nobody's death */
function isAlive(pid) {
  if (pid === null) return true
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return /** @type {NodeJS.ErrnoException} */ (fault).code === 'EPERM'
  }
}
