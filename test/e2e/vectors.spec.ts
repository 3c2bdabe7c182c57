import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { readVerdicts, type Verdict } from '../vectors/readVerdicts.ts'
import { expect, test } from './console.ts'
import { appFolder, electronExecutable, fixtures, flags } from './surroundings.ts'

const run = promisify(execFile)

test.describe("JSON vectors in Electron's main process", () => {
  for (const [set, folder] of [['JSON test suite', 'json-testsuite/test_parsing'], ['RFC 8785', 'rfc8785-jcs/input']] as const) {
    test(`give the same verdict on every file of the ${set} as in Node`, async ({ userFolder }) => {
      const vectors = join(fixtures, folder)
      test.skip(!existsSync(vectors), `the fixtures are absent (${folder})`)
      const inElectron = await verdictsInElectron(userFolder, vectors)
      expect(Object.keys(inElectron).length).toBe(readdirSync(vectors).length)
      expect(inElectron).toEqual(readVerdicts(vectors))
    })
  }

  test('print the bytes that RFC 8785 gives for all its examples', async ({ userFolder }) => {
    const vectors = join(fixtures, 'rfc8785-jcs')
    test.skip(!existsSync(vectors), 'the fixtures are absent (rfc8785-jcs)')
    for (const [name, verdict] of Object.entries(await verdictsInElectron(userFolder, join(vectors, 'input')))) {
      expect(verdict, name).toEqual({ canonical: readFileSync(join(vectors, 'output', name), 'utf8') })
    }
  })
})

/** Runs the vectors program as Electron's app and reads what it prints. */
async function verdictsInElectron(userFolder: string, vectors: string): Promise<Record<string, Verdict>> {
  const app = join(userFolder, 'vectors-app')
  mkdirSync(app)
  const bundle = join(appFolder, 'out', 'json-vectors', 'json-vectors.cjs')
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'json-vectors', main: 'main.cjs' }))
  writeFileSync(join(app, 'main.cjs'), `require(${JSON.stringify(bundle)})`)
  const { stdout } = await run(electronExecutable, [...flags, app, `--vectors=${vectors}`, `--user-data-dir=${join(userFolder, 'data')}`], { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout)
}
