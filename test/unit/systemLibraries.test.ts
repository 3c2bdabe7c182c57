import { describe, expect, it } from 'vitest'
import { ensureSystemLibraries } from '../../scripts/setup/system-libraries.mjs'

interface Machine {
  /** What ldd says is missing, call by call. */
  readonly missing?: readonly (readonly string[])[]
  /** Names of packages that can be installed. */
  readonly packages?: readonly string[]
  readonly isRoot?: boolean
  readonly has?: readonly string[]
  readonly needsDisplay?: boolean
  readonly install?: { readonly code: number; readonly stderr: string }
}

/** A Debian machine in the test's hands: it answers ldd and apt, and remembers what was run. */
async function onMachine({ missing = [[]], packages = [], isRoot = true, has = ['apt-get', 'Xvfb'], needsDisplay = false, install = { code: 0, stderr: '' } }: Machine) {
  const ran: string[] = []
  const answers = [...missing]
  const runProgram = async (program: string, args: readonly string[]) => {
    ran.push([program, ...args].join(' '))
    const stdout = program === 'ldd' ? ((answers.length > 1 ? answers.shift() : answers[0]) ?? []).map((name) => `\t${name} => not found\n`).join('') : program === 'apt-cache' ? packages.map((name) => `${name}:\n  Installed: (none)\n  Candidate: 1.0\n`).join('') : ''
    return { stdout, timedOut: false, ...(args.includes('install') ? install : { code: 0, stderr: '' }) }
  }
  const outcome = await ensureSystemLibraries({ executable: '/e/electron', needsDisplay, isRoot, runProgram, has: (program: string) => has.includes(program) }).then((detail) => ({ detail }), (fault: { message: string; remedy: string }) => fault)
  return { ran, outcome }
}

describe('the system libraries', () => {
  it('are left alone when all are there', async () => {
    const { ran, outcome } = await onMachine({})
    expect(outcome).toEqual({ detail: 'all there' })
    expect(ran).toEqual(['ldd /e/electron'])
  })

  it('are installed by root, under the names that this release has', async () => {
    const { ran, outcome } = await onMachine({ missing: [['libgtk-3.so.0'], []], packages: ['libnss3', 'libgtk-3-0t64', 'libasound2t64'] })
    expect(outcome).toEqual({ detail: '20 packages installed' })
    const install = ran.find((line) => line.includes(' install ')) ?? ''
    expect(install).toContain(' libgtk-3-0t64 libnss3 ')
    expect(install).toContain(' libasound2t64 ')
  })

  it('are never installed by anybody else: the line to run is said instead', async () => {
    const { ran, outcome } = await onMachine({ isRoot: false, missing: [['libnss3.so']], packages: ['libnss3'] })
    expect(outcome).toMatchObject({ message: expect.stringContaining('Missing: libnss3.so'), remedy: expect.stringContaining('sudo apt-get update && sudo apt-get install -y --no-install-recommends libgtk-3-0 libnss3') })
    expect(ran.filter((line) => line.startsWith('apt-get'))).toEqual([])
  })

  it('include the virtual display where one is needed and missing', async () => {
    const { ran, outcome } = await onMachine({ needsDisplay: true, has: ['apt-get'] })
    expect(outcome).toEqual({ detail: '1 packages installed' })
    expect(ran.find((line) => line.includes(' install '))).toMatch(/ xvfb$/)
  })

  it('are named where there is no apt-get', async () => {
    expect((await onMachine({ missing: [['libgbm.so.1']], has: [] })).outcome).toMatchObject({ remedy: expect.stringContaining('libgbm1') })
  })

  it('that cannot be reached leave a clear message', async () => {
    const { outcome } = await onMachine({ missing: [['libgbm.so.1']], install: { code: 100, stderr: "Temporary failure resolving 'deb.debian.org'" } })
    expect(outcome).toMatchObject({ message: expect.stringMatching(/could not be reached.*Temporary failure/s), remedy: expect.stringContaining('apt-get install') })
  })

  it('that are still missing after the installation are named', async () => {
    expect((await onMachine({ missing: [['libx.so']] })).outcome).toMatchObject({ message: expect.stringContaining('still missing after the installation: libx.so') })
  })
})
