import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withLock } from '../../scripts/setup/lock.mjs'

const LOCK = JSON.stringify(join(import.meta.dirname, '..', '..', 'scripts', 'setup', 'lock.mjs'))

let folder: string
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'countersign-lock-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** A process that notes when it enters and leaves the lock. */
function contender(name: string) {
  const source = `
    const { withLock } = await import(${LOCK}); const { appendFileSync } = await import('node:fs')
    await withLock(process.argv[1], async () => {
      appendFileSync(process.argv[1] + '/order', 'in ')
      await new Promise((resolve) => setTimeout(resolve, 50))
      appendFileSync(process.argv[1] + '/order', 'out ')
    })`
  return once(spawn(process.execPath, ['--input-type=module', '-e', source, folder, name], { stdio: 'ignore' }), 'exit')
}

describe('the lock of the set-up', () => {
  it('lets one process in at a time', async () => {
    await Promise.all(['a', 'b', 'c', 'd', 'e'].map(contender))
    expect(readFileSync(join(folder, 'order'), 'utf8')).toBe('in out '.repeat(5))
  })

  it('is taken over from a process that died with it, by one of many', async () => {
    const dead = spawn(process.execPath, ['-e', ''])
    await once(dead, 'exit')
    writeFileSync(join(folder, 'setup.lock'), String(dead.pid))
    await Promise.all(['a', 'b', 'c', 'd'].map(contender))
    expect(readFileSync(join(folder, 'order'), 'utf8')).toBe('in out '.repeat(4))
  })

  it('is given back when the work fails, and leaves nothing behind', async () => {
    await expect(withLock(folder, async () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withLock(folder, async () => 'again')).toBe('again')
    expect(readdirSync(folder)).toEqual([])
  })
})
