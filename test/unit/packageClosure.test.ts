import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { packageClosure } from '../../scripts/setup/packageClosure.mjs'
import { root as checkout } from '../architecture/sources.ts'

describe('the folders that packages need at run time', () => {
  let root = ''
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'countersign-closure-'))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  const lock = (packages: object, installed: readonly string[] = []) => {
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ lockfileVersion: 3, packages }))
    for (const path of installed) mkdirSync(join(root, path), { recursive: true })
  }

  it('are the packages themselves and what they need, however deep, once each and even in a circle', () => {
    lock({
      'node_modules/a': { dependencies: { b: '1', c: '1' } },
      'node_modules/b': { dependencies: { c: '1' } },
      'node_modules/c': { dependencies: { a: '1' } },
      'node_modules/unrelated': {},
    })
    expect(packageClosure(root, ['a', 'b'])).toEqual(['node_modules/a', 'node_modules/b', 'node_modules/c'])
  })

  it('are found where Node looks: the nearest one, which travels inside its package', () => {
    lock({
      'node_modules/@own/a': { dependencies: { b: '1' } },
      'node_modules/@own/a/node_modules/b': { dependencies: { c: '2', d: '1' } },
      'node_modules/@own/a/node_modules/c': {},
      'node_modules/b': { dependencies: { wrong: '1' } },
      'node_modules/c': {},
      'node_modules/d': {},
    })
    expect(packageClosure(root, ['@own/a'])).toEqual(['node_modules/@own/a', 'node_modules/d'])
  })

  it('hold what is optional only where it is installed, and what a package expects beside it', () => {
    lock({
      'node_modules/a': { optionalDependencies: { here: '1', away: '1', unlisted: '1' }, peerDependencies: { peer: '1', maybe: '1' }, peerDependenciesMeta: { maybe: { optional: true } } },
      'node_modules/here': {}, 'node_modules/away': {}, 'node_modules/peer': {},
    }, ['node_modules/here'])
    expect(packageClosure(root, ['a'])).toEqual(['node_modules/a', 'node_modules/here', 'node_modules/peer'])
  })

  it('end in a clear message where the lock file does not list what is needed', () => {
    lock({ 'node_modules/a': { dependencies: { b: '1' } } })
    expect(() => packageClosure(root, ['a'])).toThrow('"b", which node_modules/a needs, is not in package-lock.json')
    expect(() => packageClosure(root, ['z'])).toThrow('"z" is not in package-lock.json')
  })

  it("hold the core's database, by the lock file of this checkout", () => {
    expect(packageClosure(checkout, ['better-sqlite3'])).toEqual(['node_modules/better-sqlite3', 'node_modules/node-addon-api'])
  })
})
