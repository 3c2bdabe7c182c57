import { describe, expect, it } from 'vitest'
import { NO_FEED, nextFeed, type FeedState } from '../../../renderer/stores/nextFeed.ts'
import type { FeedPatch, FeedSnapshot } from '../../../shared/ipc/views.ts'
import { rowOf } from './rows.ts'

const LOG = { status: 'open', sentence: null, size: 1, root: null, inReserve: 0, fault: null } as const
const snapshot = (version: number, ...ids: string[]): FeedSnapshot => ({
  version, rows: { points: {}, inbox: Object.fromEntries(ids.map((id) => [id, rowOf(id)])), sessions: {}, agents: {}, stops: {} }, unlisted: { inbox: 0, sessions: 0 }, log: LOG,
})
const patch = (version: number, set: string[] = [], gone: string[] = []): FeedPatch => ({ version, set: { inbox: Object.fromEntries(set.map((id) => [id, rowOf(id)])) }, gone: { inbox: gone } })
const begun = nextFeed(NO_FEED, { kind: 'coreBegan' })
const read = (state: FeedState, of: FeedSnapshot) => nextFeed(state, { kind: 'read', snapshot: of })
const patched = (state: FeedState, ...patches: FeedPatch[]) => patches.reduce((before, one) => nextFeed(before, { kind: 'patched', patch: one }), state)
const ids = ({ snapshot: known }: FeedState) => Object.keys(known?.rows.inbox ?? {})

describe('the feed in the window', () => {
  it('is read when a core begins, and forgotten when it is gone', () => {
    expect(begun.mustRead).toBe(true)
    const live = read(begun, snapshot(3, 'a'))
    expect(ids(live)).toEqual(['a'])
    expect(nextFeed(live, { kind: 'coreGone' })).toEqual(NO_FEED)
  })

  it('takes patches in the order of their numbers', () => {
    expect(ids(patched(read(begun, snapshot(3, 'a')), patch(4, ['b']), patch(5, [], ['a'])))).toEqual(['b'])
  })

  it('ignores a patch that it has already', () => {
    expect(ids(patched(read(begun, snapshot(3, 'a')), patch(3, [], ['a'])))).toEqual(['a'])
  })

  it('reads again at a hole, and shows nothing of what came after it until then', () => {
    const holed = patched(read(begun, snapshot(3, 'a')), patch(5, ['late']))
    expect(holed.mustRead).toBe(true)
    expect(ids(holed)).toEqual(['a'])
    expect(ids(read(holed, snapshot(4, 'a', 'missed')))).toEqual(['a', 'missed', 'late'])
  })

  it('keeps patches that overtake the snapshot, and uses only the newer ones', () => {
    const early = patched(begun, patch(4, [], ['a']), patch(6, ['c']), patch(5, ['b']))
    expect(ids(read(early, snapshot(4, 'a')))).toEqual(['a', 'b', 'c'])
  })

  it('leaves a collection alone that nothing happened to', () => {
    const before = read(begun, snapshot(3, 'a'))
    expect(patched(before, patch(4, ['b'])).snapshot?.rows.points).toBe(before.snapshot?.rows.points)
  })

  it('says why it could not be read', () => {
    expect(nextFeed(begun, { kind: 'notRead', failure: 'The core gave no answer.' })).toMatchObject({ failure: 'The core gave no answer.', snapshot: null })
  })
})
