import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheFolder, findElectron } from '../../scripts/setup/electron.mjs'
import { publishRuntime } from '../builders/runtimePackage.ts'
import { FakeRegistry } from '../fakes/FakeRegistry.ts'

let home: string
let registry: FakeRegistry
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'countersign-setup-'))
  registry = await FakeRegistry.open()
})
afterEach(async () => {
  await registry.close()
  rmSync(home, { recursive: true, force: true })
})

/** A clone whose `electron` package has an installer that counts its runs and then does what the test wants. */
function cloneWith(installer: string): string {
  const root = join(home, 'clone')
  const folder = join(root, 'node_modules', 'electron')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ version: '45.4.1', type: 'commonjs' }))
  writeFileSync(join(folder, 'install.js'), `const fs = require('fs'), path = require('path'); fs.appendFileSync(path.join(__dirname, 'runs'), 'x'); ${installer}`)
  return root
}
const runsOf = (root: string) => readFileSync(join(root, 'node_modules', 'electron', 'runs'), 'utf8').length

const WORKS = "const dist = path.join(__dirname, 'dist'); fs.mkdirSync(dist); fs.writeFileSync(path.join(dist, 'version'), 'v45.4.1'); fs.writeFileSync(path.join(dist, 'electron'), '')"
const FAILS = "console.error('getaddrinfo ENOTFOUND github.com'); process.exit(1)"

function found(root: string, { env = {}, now = 0, platform = 'linux-x64' }: { env?: Record<string, string>; now?: number; platform?: string } = {}) {
  return findElectron({ root, cache: join(home, 'cache'), env: { ...registry.environment(home), ...env }, platform, pin: publishRuntime(registry), now: () => Date.now() + now })
}

describe('the choice of Electron', () => {
  it('takes the folder that COUNTERSIGN_ELECTRON names before all else', async () => {
    const folder = join(home, 'mine')
    mkdirSync(folder)
    writeFileSync(join(folder, 'electron'), '')
    writeFileSync(join(folder, 'version'), 'v44.0.0\n')
    expect(await found(cloneWith(FAILS), { env: { COUNTERSIGN_ELECTRON: folder } })).toMatchObject({ kind: 'named', version: '44.0.0', folder })
  })

  it('says what is wrong with the folder that COUNTERSIGN_ELECTRON names, instead of taking another', async () => {
    const folder = join(home, 'empty')
    mkdirSync(folder)
    const root = cloneWith(WORKS)
    await expect(found(root, { env: { COUNTERSIGN_ELECTRON: folder } })).rejects.toThrow('there is no electron in it')
    writeFileSync(join(folder, 'electron'), '')
    await expect(found(root, { env: { COUNTERSIGN_ELECTRON: folder } })).rejects.toThrow('"version" is missing')
  })

  it("runs electron's own installer once, and takes what it installed from then on", async () => {
    const root = cloneWith(WORKS)
    expect(await found(root)).toMatchObject({ kind: 'real', version: '45.4.1', detail: '45.4.1, downloaded' })
    expect(await found(root)).toMatchObject({ kind: 'real', detail: '45.4.1' })
    expect(runsOf(root)).toBe(1)
  })

  it('falls back on Linux x64, and does not try the download again for a day', async () => {
    const root = cloneWith(FAILS)
    expect(await found(root)).toMatchObject({ kind: 'fallback', version: '25.1.1' })
    await found(root)
    expect(runsOf(root)).toBe(1)
    await found(root, { now: 25 * 60 * 60 * 1000 })
    expect(runsOf(root)).toBe(2)
    await found(root, { env: { COUNTERSIGN_RETRY_DOWNLOAD: '1' } })
    expect(runsOf(root)).toBe(3)
  })

  it('has no fallback elsewhere, and says why the download failed and what to do', async () => {
    await expect(found(cloneWith(FAILS), { platform: 'darwin-arm64' })).rejects.toMatchObject({
      message: expect.stringMatching(/no development runtime for darwin-arm64.*ENOTFOUND github\.com/s),
      remedy: expect.stringContaining('COUNTERSIGN_ELECTRON'),
    })
  })

  it('keeps its cache where the person wants it', () => {
    expect(cacheFolder({ XDG_CACHE_HOME: '/big' })).toBe('/big/countersign')
    expect(cacheFolder({ HOME: '/home/ines' })).toBe('/home/ines/.cache/countersign')
  })
})
