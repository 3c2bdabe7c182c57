import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { IdentityFault, openIdentity, type KnownPoint } from '../../../electron/core/identity/index.ts'
import type { Pin } from '../../../electron/core/links/index.ts'
import { generatePrivateKey, noteKey } from '../../../shared/evidence/index.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { nextId } from '../../fakes/links/nextId.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function newFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'identity-')), 'core')
  folders.push(join(folder, '..'))
  return folder
}

const opened = (folder: string) => openIdentity(folder, { consoleName: 'desk', newId: nextId })
const pin = (n = 1): KnownPoint => ({ address: 'ws://127.0.0.1:7717/', pointId: idOf('point', n), name: 'files \u202e', key: generatePrivateKey().publicKey, certificateKey: n === 1 ? null : digestOf('a') })

describe("the console's identity", () => {
  it('is made once and the same afterwards', () => {
    const folder = newFolder()
    const [first, again] = [opened(folder), opened(folder)]
    expect(again.consoleId).toBe(first.consoleId)
    expect(again.key.publicKey).toEqual(first.key.publicKey)
    expect(again.logOrigin).toBe(`countersign/${first.consoleId}`)
    expect(again.name).toBe('desk')
    expect(again.notices).toEqual([])
  })

  it('lies in a folder and files that only this account can read', () => {
    const folder = newFolder()
    opened(folder).addPin(pin())
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    expect(readdirSync(folder).sort().map((file) => [file, statSync(join(folder, file)).mode & 0o777])).toEqual([['console.json', 0o600], ['console.key', 0o600], ['points.json', 0o600]])
  })

  it('closes a key file that was opened to others', () => {
    const folder = newFolder()
    opened(folder)
    chmodSync(join(folder, 'console.key'), 0o644)
    opened(folder)
    expect(statSync(join(folder, 'console.key')).mode & 0o777).toBe(0o600)
  })

  it.each([['empty', ''], ['short', 'x'.repeat(31)], ['long', 'x'.repeat(33)]])('is refused with a %s key file, which stays as it is', (_, content) => {
    const folder = newFolder()
    opened(folder)
    writeFileSync(join(folder, 'console.key'), content)
    expect(() => opened(folder)).toThrow(IdentityFault)
    expect(() => opened(folder)).toThrow(/does not hold this console's key.*left as it is/)
    expect(readFileSync(join(folder, 'console.key'), 'utf8')).toBe(content)
  })

  it.each(['console.key', 'console.json'])('is refused where %s is gone and the rest is there, and nothing is made in its place', (file) => {
    const folder = newFolder()
    opened(folder).addPin(pin())
    rmSync(join(folder, file))
    expect(() => opened(folder)).toThrow(/is gone, and other files of this console are still there/)
    expect(existsSync(join(folder, file))).toBe(false)
  })

  it.each(['', '{}', '{"v":1,"v":1}', 'null'])('is refused with a console.json of "%s", which stays as it is', (content) => {
    const folder = newFolder()
    opened(folder)
    writeFileSync(join(folder, 'console.json'), content)
    expect(() => opened(folder)).toThrow(/does not say who this console is/)
    expect(readFileSync(join(folder, 'console.json'), 'utf8')).toBe(content)
  })

  it('goes on with the key of a first start that was cut short', () => {
    const folder = newFolder()
    const { key } = opened(folder)
    rmSync(join(folder, 'console.json'))
    writeFileSync(join(folder, 'console.json.new'), 'half')
    expect(opened(folder).key.publicKey).toEqual(key.publicKey)
  })

  it('is refused where a file cannot be read at all', () => {
    const folder = newFolder()
    mkdirSync(join(folder, 'console.key'), { recursive: true })
    expect(() => opened(folder)).toThrow(/console\.key cannot be read \(EISDIR\)/)
  })
})

describe('the log that belongs to it', () => {
  it('may begin once, and a lost one is not begun anew', () => {
    const folder = newFolder()
    expect(opened(folder).mayCreateLog).toBe(true)
    opened(folder).markLogBegun()
    expect(opened(folder).mayCreateLog).toBe(false)
  })

  it('begins anew under another name, which a checkpoint can carry', () => {
    const folder = newFolder()
    const identity = opened(folder)
    identity.markLogBegun()
    const { oldOrigin, newOrigin } = identity.beginNewOrigin()
    expect(newOrigin).not.toBe(oldOrigin)
    expect(opened(folder)).toMatchObject({ logOrigin: newOrigin, mayCreateLog: true })
    expect(() => noteKey(newOrigin, identity.key.publicKey)).not.toThrow()
  })
})

describe('the pins', () => {
  it('are kept, replaced and forgotten, across starts', () => {
    const folder = newFolder()
    const [one, two, moved] = [pin(1), pin(2), { ...pin(1), address: 'ws://127.0.0.1:1/' }]
    const identity = opened(folder)
    identity.addPin(one)
    identity.addPin(two)
    expect(opened(folder).pins()).toEqual([one, two])
    identity.addPin(moved)
    expect(opened(folder).pins()).toEqual([two, moved])
    identity.removePin(two.pointId)
    const pins: readonly Pin[] = opened(folder).pins()
    expect(pins).toEqual([moved])
  })

  it('stay as they were where the disk takes nothing', () => {
    const folder = newFolder()
    const identity = opened(folder)
    identity.addPin(pin(1))
    mkdirSync(join(folder, 'points.json.new', 'in the way'), { recursive: true })
    expect(() => identity.addPin(pin(2))).toThrow(/could not be written/)
    expect(identity.pins()).toHaveLength(1)
    expect(opened(folder).pins()).toHaveLength(1)
  })

  it.each([
    ['no JSON', '{'],
    ['another version', '{"points":[],"v":2}'],
    ['a member too many', '{"more":1,"points":[],"v":1}'],
    ['a key of low order', `{"points":[{"address":"ws://127.0.0.1/","certificate_key":null,"key":"${'A'.repeat(43)}","name":"x","point_id":"${idOf('point')}"}],"v":1}`],
  ])('that hold %s are put aside with a sentence and never written over', (_, content) => {
    const folder = newFolder()
    opened(folder)
    const file = join(folder, 'points.json')
    for (const aside of [`${file}.unreadable`, `${file}.unreadable-2`]) {
      writeFileSync(file, content)
      const identity = opened(folder)
      expect(identity.pins()).toEqual([])
      expect(identity.notices).toEqual([expect.stringContaining(`put aside as ${aside}`)])
      expect(readFileSync(aside, 'utf8')).toBe(content)
    }
    expect(opened(folder).notices).toEqual([])
  })
})
