import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

describe.skipIf(process.platform !== 'linux')('npm start', () => {
  it('opens the console with a point of this host and agents at work, and ends at Ctrl C with nothing left behind', async () => {
    const userFolder = `/tmp/countersign-start-${process.pid}`
    onTestFinished(() => rmSync(userFolder, { recursive: true, force: true }))
    const displaysBefore = running('-displayfd')
    const child = spawn(process.execPath, [join(root, 'scripts', 'up.mjs'), 'start', `--user-data-dir=${userFolder}`], { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    // One that does not end must not work on behind the tests that follow; the console ends with who started it.
    onTestFinished(() => void (child.pid !== undefined && child.exitCode === null && process.kill(-child.pid, 'SIGKILL')))
    let said = ''
    child.stderr.on('data', (text) => (said += text))
    const isOpen = new Promise<void>((resolve) => child.stdout.on('data', (text) => {
      said += text
      if (said.includes('agents are at work')) resolve()
    }))
    await Promise.race([isOpen, once(child, 'exit').then(() => Promise.reject(new Error(said)))])
    if (child.pid === undefined) throw new Error('It has no process id')
    // What a terminal does at Ctrl C: the signal goes to the whole group.
    process.kill(-child.pid, 'SIGINT')
    const [code] = await once(child, 'exit')
    expect({ code, fault: /(Error|last lines)[^]*/.exec(said)?.[0] }).toEqual({ code: 0, fault: undefined })
    await expect.poll(() => running(userFolder)).toEqual([])
    await expect.poll(() => running(join(root, '.countersign', 'demo'))).toEqual([])
    await expect.poll(() => running('-displayfd').filter((pid) => !displaysBefore.includes(pid))).toEqual([])
  })
})

/** The processes whose command line holds a text. */
function running(text: string): readonly string[] {
  return readdirSync('/proc').filter((entry) => {
    if (!/^\d+$/.test(entry)) return false
    try {
      return readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(text)
    } catch {
      // It has ended between the two looks.
      return false
    }
  })
}
