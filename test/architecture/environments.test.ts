import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'

const run = promisify(execFile)

/** One line each that needs something of an environment. */
const PROBES = {
  node: "export const probe = process.pid",
  fs: "import { readFileSync } from 'node:fs'\nexport const probe = readFileSync",
  dom: 'export const probe = document.title',
  timer: 'export const probe = setTimeout',
  electronMain: "import { app } from 'electron'\nexport const probe = app",
  electronPreload: "import { contextBridge } from 'electron'\nexport const probe = contextBridge",
  newerArray: 'export const probe = Object.groupBy',
  newerPromise: 'export const probe = Promise.withResolvers',
} as const
type Probe = keyof typeof PROBES

/** What the compiler lets each environment have. */
const HAS: Readonly<Record<string, readonly Probe[]>> = {
  'shared': [],
  'shared/evidence': ['node', 'fs', 'timer'],
  'electron/preload': ['electronPreload'],
  'electron/main': ['node', 'fs', 'timer', 'electronMain', 'electronPreload'],
  'electron/core': ['node', 'fs', 'timer'],
  'gateway': ['node', 'fs', 'timer'],
  'renderer': ['dom', 'timer'],
}

describe('the compiler', () => {
  it.each(Object.entries(HAS))('gives %s what is there at run time, and withholds the rest', async (environment, allowed) => {
    // Inside the project, so that packages are found as they are for the environment itself.
    const base = join(root, '.countersign')
    mkdirSync(base, { recursive: true })
    const folder = mkdtempSync(join(base, 'probe-'))
    try {
      for (const [name, source] of Object.entries(PROBES)) writeFileSync(join(folder, `${name}.ts`), source)
      const extra = environment === 'electron/preload' ? [join(root, environment, 'electron.d.ts')] : []
      writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: join(root, environment, 'tsconfig.json'), include: ['.', ...extra] }))
      const { stdout } = await run(process.execPath, [join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder]).catch((fault: { stdout: string }) => fault)
      const refused = new Set([...stdout.matchAll(/(\w+)\.ts\(\d+,\d+\): error/g)].map((match) => match[1]))
      const given = Object.keys(PROBES).filter((name) => !refused.has(name))
      expect(given.sort()).toEqual([...allowed].sort())
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
