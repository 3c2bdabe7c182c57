import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Feed, type FeedSource } from '../../../electron/core/feed/index.ts'
import { Listing } from '../../../electron/core/feed/Listing.ts'
import type { FeedPatch, FeedRows, LogView } from '../../../shared/ipc/views.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const log: LogView = { status: 'open', sentence: null, size: 0, root: null, inReserve: 0, fault: null }
type Rows = Record<string, Record<string, unknown>>

function newFeed() {
  const rooms: Rows = { points: {}, inbox: {}, sessions: {}, agents: {}, stops: {} }
  const time = new FakeTime()
  const patches: FeedPatch[] = []
  const source: FeedSource = { row: (collection, id) => rooms[collection]?.[id] as never, unlisted: () => ({ inbox: 0, sessions: 0 }), log: () => log }
  const feed = new Feed({ source, after: time.after, send: (patch) => void patches.push(patch), beat: () => {} })
  return { rooms, time, patches, feed }
}

/** A window: it takes a snapshot and applies patches to it. */
function applied(rows: Rows, { set, gone }: FeedPatch): Rows {
  const next = structuredClone(rows)
  for (const [name, changed] of Object.entries(set)) Object.assign(next[name] ?? {}, structuredClone(changed))
  for (const [name, ids] of Object.entries(gone)) for (const id of ids) delete next[name]?.[id]
  return next
}

const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), collection: fc.constantFrom('inbox' as const, 'stops' as const), id: fc.constantFrom('a', 'b', 'c'), value: fc.nat(3) }),
  fc.record({ kind: fc.constant('gone' as const), collection: fc.constantFrom('inbox' as const, 'stops' as const), id: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(40) }),
)

describe('the feed', () => {
  it('gives every window the same rows, whether by patches or by a snapshot', () => {
    fc.assert(fc.property(fc.array(change, { maxLength: 40 }), fc.nat(40), (changes, at) => {
      const { rooms, time, patches, feed } = newFeed()
      let window: Rows = structuredClone(feed.snapshot().rows) as unknown as Rows
      let version = feed.snapshot().version
      let taken = patches.length
      const catchUp = () => {
        for (const patch of patches.slice(taken)) {
          expect(patch.version).toBe(++version)
          window = applied(window, patch)
        }
        taken = patches.length
      }
      changes.forEach((one, i) => {
        if (one.kind === 'set') (rooms[one.collection] ??= {})[one.id] = { value: one.value }
        if (one.kind === 'gone') delete rooms[one.collection]?.[one.id]
        if (one.kind === 'pass') time.pass(one.ms)
        else feed.mark(one.collection, one.id)
        if (i === at) feed.snapshot()
        catchUp()
      })
      time.pass(16)
      catchUp()
      expect(window).toEqual(feed.snapshot().rows as FeedRows as unknown as Rows)
      expect(window).toEqual(rooms)
      expect(version).toBe(feed.snapshot().version)
    }))
  })

  it('sends at most one patch in a beat, with changed rows alone, and nothing where nothing changed', () => {
    const { rooms, time, patches, feed } = newFeed()
    rooms['inbox'] = { a: { value: 1 }, b: { value: 1 } }
    for (let i = 0; i < 100; i++) {
      feed.mark('inbox', 'a')
      feed.mark('inbox', 'b')
    }
    time.pass(15)
    expect(patches).toEqual([])
    time.pass(1)
    expect(patches.length).toBe(1)
    rooms['inbox']['a'] = { value: 2 }
    feed.mark('inbox', 'a')
    feed.mark('inbox', 'b')
    time.pass(16)
    expect(patches[1]).toEqual({ version: 2, set: { inbox: { a: { value: 2 } } }, gone: {} })
    feed.mark('inbox', 'b')
    time.pass(16)
    expect(patches.length).toBe(2)
  })
})

describe('what is listed', () => {
  it('is at most so many of each point, the first ones first, and ended ones only where they were on the list', () => {
    fc.assert(fc.property(fc.array(fc.record({ id: fc.nat(30).map(String), ends: fc.boolean() }), { maxLength: 120 }), (steps) => {
      const listing = new Listing<number>({ most: 5, mostEnded: 4, before: (a, b) => a - b })
      const open = new Set<string>()
      const ended = new Set<string>()
      for (const { id, ends } of steps) {
        const wasListed = listing.has(id)
        if (ends && open.delete(id)) {
          ended.add(id)
          listing.end(id)
          expect(listing.has(id)).toBe(wasListed)
        } else if (!ends && !ended.has(id)) {
          open.add(id)
          listing.open('one', id, Number(id))
        }
        const shown = [...open].filter((one) => listing.has(one))
        expect(shown.length).toBe(Math.min(5, open.size))
        const shownEnded = [...ended].filter((one) => listing.has(one))
        expect(shownEnded.length).toBeLessThanOrEqual(4)
        expect(listing.unlisted).toBe(open.size + ended.size - shown.length - shownEnded.length)
      }
    }))
  })
})
