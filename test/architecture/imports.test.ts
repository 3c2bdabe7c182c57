import { builtinModules } from 'node:module'
import { describe, expect, it } from 'vitest'
import { importsOf, sourcesIn, type Import } from './sources.ts'

/** Who may import whom, as docs/architecture.md says. A room may always import itself. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'shared/util': [],
  'shared/json': ['shared/util'],
  'shared/domain': ['shared/util', 'shared/json'],
  'shared/protocol': ['shared/util', 'shared/json', 'shared/domain'],
  'shared/evidence': ['shared/util', 'shared/json', 'shared/domain'],
  'shared/display': ['shared/util', 'shared/json', 'shared/domain'],
  'shared/ipc': ['shared/util', 'shared/json', 'shared/domain', 'shared/protocol', 'shared/display'],
  'electron/main': ['shared'],
  'electron/preload': ['shared/ipc'],
  'electron/core': ['shared'],
  'gateway': ['shared'],
  'renderer': ['shared/util', 'shared/json', 'shared/domain', 'shared/protocol', 'shared/display', 'shared/ipc'],
}

/** What each room may take from outside the project. */
const PACKAGES: Readonly<Record<string, (specifier: string) => boolean>> = {
  'shared/evidence': (specifier) => ['node:crypto', 'node:buffer'].includes(specifier),
  'shared/protocol': (specifier) => specifier === 'zod',
  'shared/ipc': (specifier) => specifier === 'zod',
  'electron/main': (specifier) => specifier === 'electron' || specifier === 'zod' || isNode(specifier),
  'electron/preload': (specifier) => specifier === 'electron',
  'electron/core': (specifier) => ['zod', 'ws', 'better-sqlite3'].includes(specifier) || isNode(specifier),
  // No MCP SDK: what is decided upon passes through no parser but ours.
  'gateway': (specifier) => ['zod', 'ws', 'better-sqlite3', '@cedar-policy/cedar-wasm/nodejs'].includes(specifier) || isNode(specifier),
  'renderer': (specifier) => /^(react|react-dom\/client|zustand|lucide-react|@fontsource-variable\/.*\.css)$/.test(specifier),
}

/** Inside the renderer: the app knows all, features know components and stores, components know no features. */
const RENDERER: Readonly<Record<string, readonly string[]>> = {
  'renderer/app': ['renderer/features', 'renderer/components', 'renderer/stores', 'renderer/bridge.ts'],
  'renderer/features': ['renderer/components', 'renderer/stores', 'renderer/bridge.ts'],
  'renderer/components': ['renderer/stores'],
  'renderer/stores': ['renderer/bridge.ts'],
}

/** Inside the core, once these folders are there: the ledger knows no sibling, links know nobody, the feed reads all. */
const CORE: Readonly<Record<string, readonly string[]>> = {
  'electron/core/ledger': [],
  'electron/core/links': [],
  'electron/core/identity': [],
  'electron/core/telemetry': ['electron/core/ledger'],
  'electron/core/inbox': ['electron/core/ledger'],
  'electron/core/halt': ['electron/core/ledger'],
  'electron/core/fleet': ['electron/core/ledger'],
  'electron/core/log': ['electron/core/ledger'],
  'electron/core/feed': ['electron/core/ledger', 'electron/core/telemetry', 'electron/core/inbox', 'electron/core/halt', 'electron/core/fleet', 'electron/core/links'],
}

/** Inside the gateway, `enforce` sees its neighbours as interfaces of its own. */
const GATEWAY: Readonly<Record<string, readonly string[]>> = {
  'gateway/enforce': [],
}

const all = ['shared', 'electron', 'gateway', 'renderer'].flatMap(sourcesIn).flatMap(importsOf)

describe('import directions, derived from the source', () => {
  it('sees imports at all, types and lazy ones among them', () => {
    expect(all.length).toBeGreaterThan(100)
    expect(all).toContainEqual({ from: 'shared/ipc/Bridge.ts', specifier: './toWindow.ts', target: 'shared/ipc/toWindow.ts' })
  })

  it('every source file lies in a room that has a rule', () => {
    const homeless = ['shared', 'electron', 'gateway', 'renderer'].flatMap(sourcesIn).filter((path) => roomOf(path, ROOMS) === undefined)
    expect(homeless).toEqual([])
  })

  it('rooms import only the rooms below them', () => {
    expect(offences(ROOMS)).toEqual([])
  })

  it('folders inside the renderer, the core and the gateway keep their order', () => {
    expect(offences({ ...RENDERER, ...CORE, ...GATEWAY })).toEqual([])
  })

  it('rooms take from outside only what is theirs', () => {
    const strangers = all.filter(({ from, specifier, target }) => target === null && !(PACKAGES[roomOf(from, ROOMS) ?? ''] ?? (() => false))(specifier))
    expect(strangers.map(words)).toEqual([])
  })

  it('nobody imports a test or a script', () => {
    expect(all.filter(({ target }) => target?.startsWith('test/') || target?.startsWith('scripts/')).map(words)).toEqual([])
  })

  it('scripts use nothing but Node itself before the packages are installed', () => {
    const early = sourcesIn('scripts').filter((path) => path === 'scripts/up.mjs' || path.startsWith('scripts/setup/'))
    const strangers = early.flatMap(importsOf).filter(({ specifier, target }) => target === null && !isNode(specifier))
    expect(strangers.map(words)).toEqual([])
  })
})

function offences(rules: Readonly<Record<string, readonly string[]>>): readonly string[] {
  return all.filter(({ from, target }) => {
    const room = roomOf(from, rules)
    if (target === null || room === undefined || isIn(target, room)) return false
    const top = room.split('/')[0] ?? room
    // A finer rule speaks only of neighbours under the same roof; the coarse one speaks of the rest.
    if (rules !== ROOMS && !isIn(target, top)) return false
    if (rules !== ROOMS && isIn(target, 'shared')) return false
    return !(rules[room] ?? []).some((allowed) => isIn(target, allowed))
  }).map(words)
}

/** The longest rule that covers a path. */
function roomOf(path: string, rules: Readonly<Record<string, unknown>>): string | undefined {
  return Object.keys(rules).filter((room) => isIn(path, room)).sort((a, b) => b.length - a.length)[0]
}

const isIn = (path: string, room: string) => path === room || path.startsWith(`${room}/`) || (room === 'renderer' && path === 'renderer/bridge.ts')
const words = ({ from, specifier }: Import) => `${from} imports ${specifier}`
function isNode(specifier: string): boolean {
  return specifier.startsWith('node:') && builtinModules.includes(specifier.slice(5))
}
