import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installDependencies } from '../../scripts/setup/dependencies.mjs'
import { FakeRegistry } from '../fakes/FakeRegistry.ts'

let home: string
let root: string
let registry: FakeRegistry
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'countersign-setup-'))
  root = join(home, 'clone')
  registry = await FakeRegistry.open()
  mkdirSync(root)
  const integrity = registry.publish('left', '1.0.0', { 'index.js': 'module.exports = 1' })
  writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'clone', version: '1.0.0', dependencies: { left: '1.0.0' } }))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({
    name: 'clone', version: '1.0.0', lockfileVersion: 3, requires: true,
    packages: { '': { name: 'clone', version: '1.0.0', dependencies: { left: '1.0.0' } }, 'node_modules/left': { version: '1.0.0', integrity } },
  }))
})
afterEach(async () => {
  await registry.close()
  rmSync(home, { recursive: true, force: true })
})

const install = () => installDependencies({ root, env: registry.environment(home) })
const installed = () => existsSync(join(root, 'node_modules', 'left', 'index.js'))

describe('the packages', () => {
  it('are installed from the lock file once', async () => {
    expect(await install()).toBe('installed from the lock file')
    expect(installed()).toBe(true)
    expect(await install()).toBe('up to date')
    expect(registry.downloads).toBe(1)
  })

  it('are installed anew when the lock file changes or an installation was broken off', async () => {
    await install()
    appendFileSync(join(root, 'package-lock.json'), '\n')
    expect(await install()).toBe('installed from the lock file')
    rmSync(join(root, 'node_modules', '.countersign-stamp'))
    expect(await install()).toBe('installed from the lock file')
  })

  it('are installed with a warning when npm refuses the lock file, which stays as it is', async () => {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ name: 'clone', version: '1.0.0', dependencies: { left: '1.0.0', right: '1.0.0' } }))
    registry.publish('right', '1.0.0', { 'index.js': '' })
    const before = readFileSync(join(root, 'package-lock.json'), 'utf8')
    expect(await install()).toBe('WARNING: lock file refused by npm, installed without its check')
    expect(installed() && existsSync(join(root, 'node_modules', 'right'))).toBe(true)
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).toBe(before)
    expect(await install(), 'the warning stands there each time').toContain('WARNING')
  })

  it('that cannot be fetched leave a clear message and no stamp', async () => {
    await registry.close()
    await expect(install()).rejects.toMatchObject({ message: expect.stringContaining('The npm registry could not be reached'), remedy: expect.stringContaining('npm_config_registry') })
    expect(existsSync(join(root, 'node_modules', '.countersign-stamp'))).toBe(false)
  })

  it('whose bytes are not those of the lock file are refused', async () => {
    registry.publish('left', '1.0.0', { 'index.js': 'module.exports = "somebody else"' })
    await expect(install()).rejects.toMatchObject({ message: expect.stringMatching(/EINTEGRITY|integrity/) })
    expect(installed()).toBe(false)
  })
})
