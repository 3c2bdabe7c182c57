import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { DISPLAY_SETS, displayVerdicts, type DisplaySet } from '../vectors/displayVerdicts.ts'
import { evidenceVerdicts } from '../vectors/evidenceVerdicts.ts'
import { readVerdicts, type Verdict } from '../vectors/readVerdicts.ts'
import { expect, test } from './console.ts'
import { appFolder, electronExecutable, fixtures, flags } from './surroundings.ts'

const run = promisify(execFile)

test.describe("public vectors in Electron's main process", () => {
  for (const [set, folder] of [['JSON test suite', 'json-testsuite/test_parsing'], ['RFC 8785', 'rfc8785-jcs/input']] as const) {
    test(`give the same verdict on every file of the ${set} as in Node`, async ({ userFolder }) => {
      const vectors = join(fixtures, folder)
      test.skip(!existsSync(vectors), `the fixtures are absent (${folder})`)
      const inElectron = await verdictsInElectron<Verdict>(userFolder, 'json', vectors)
      expect(Object.keys(inElectron).length).toBe(readdirSync(vectors).length)
      expect(inElectron).toEqual(readVerdicts(vectors))
    })
  }

  test('print the bytes that RFC 8785 gives for all its examples', async ({ userFolder }) => {
    const vectors = join(fixtures, 'rfc8785-jcs')
    test.skip(!existsSync(vectors), 'the fixtures are absent (rfc8785-jcs)')
    for (const [name, verdict] of Object.entries(await verdictsInElectron(userFolder, 'json', join(vectors, 'input')))) {
      expect(verdict, name).toEqual({ canonical: readFileSync(join(vectors, 'output', name), 'utf8') })
    }
  })

  for (const set of ['rfc8032-signing', 'wycheproof', 'cctv-ed25519', 'cctv-ed25519-keys', 'rfc6962-merkle', 'c2sp-signed-note'] as const) {
    test(`of ${set} give the same verdicts as in Node, and the right ones`, async ({ userFolder }) => {
      const { [set]: inNode } = evidenceVerdicts(fixtures)
      test.skip(inNode === null, `the fixtures are absent (${set})`)
      const { [set]: inElectron } = await verdictsInElectron<typeof inNode>(userFolder, 'evidence', fixtures)
      expect(inElectron).toEqual(inNode)
      expect(inElectron?.filter(({ expected, found }) => expected !== found)).toEqual([])
    })
  }

  for (const [set, file] of Object.entries(DISPLAY_SETS) as [DisplaySet, string][]) {
    test(`every string of ${set} is shown the same as in Node`, async ({ userFolder }) => {
      test.skip(!existsSync(join(fixtures, file)), `the fixtures are absent (${set})`)
      const inElectron = await verdictsInElectron<string>(userFolder, set, fixtures)
      expect(Object.values(inElectron)).toEqual(displayVerdicts(fixtures, set))
    })
  }
})

/** Runs the vectors program as Electron's app and reads what it prints. */
async function verdictsInElectron<T>(userFolder: string, set: 'json' | 'evidence' | DisplaySet, vectors: string): Promise<Record<string, T>> {
  const app = join(userFolder, 'vectors-app')
  mkdirSync(app)
  writeFileSync(join(app, 'package.json'), JSON.stringify({ name: 'vectors', main: 'main.cjs' }))
  writeFileSync(join(app, 'main.cjs'), `require(${JSON.stringify(join(appFolder, 'out', 'vectors', 'vectors.cjs'))})`)
  const { stdout } = await run(electronExecutable, [...flags, app, `--set=${set}`, `--vectors=${vectors}`, `--user-data-dir=${join(userFolder, 'data')}`], { maxBuffer: 64 * 1024 * 1024 })
  return JSON.parse(stdout)
}
