import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arrange, LEFT_ALONE_MS, NOTHING_ARRANGED, orderOf, rowAfter, showAll, type Arrangement } from '../../../renderer/features/inbox/list/arrangement.ts'
import type { EndView, InboxRow } from '../../../shared/ipc/views.ts'
import { rowOf } from './rows.ts'

const rows = (...all: InboxRow[]) => Object.fromEntries(all.map((row) => [row.challengeId, row]))
const ENDED: EndView = { state: 'denied', reason: null, by: 'Ines Okafor', atMs: 5, sentence: 'Denied by Ines Okafor.' }
const first = (all: Record<string, InboxRow>) => arrange(NOTHING_ARRANGED, { rows: all, isInUse: false, nowMs: 0 })

describe('the order of the inbox', () => {
  it('groups by the time that is left, and in a group puts risk before time', () => {
    const list = first(rows(
      rowOf('soonLow', { deadlineMs: 20_000, riskLevel: 1 }), rowOf('soonCritical', { deadlineMs: 119_000, riskLevel: 4 }), rowOf('near', { deadlineMs: 120_000 }), rowOf('later', { deadlineMs: 600_000 }),
    ))
    expect(list.groups).toEqual([
      { name: 'Under 2 minutes', ids: ['soonCritical', 'soonLow'] }, { name: 'Under 10 minutes', ids: ['near'] }, { name: 'Later', ids: ['later'] },
    ])
  })

  it('inserts nothing while it is in use, and counts what came', () => {
    const before = first(rows(rowOf('a')))
    const during = arrange(before, { rows: rows(rowOf('a'), rowOf('b', { riskLevel: 4 })), isInUse: true, nowMs: 1_000 })
    expect(orderOf(during)).toEqual(['a'])
    expect(during.heldBack).toEqual(['b'])
  })

  it('keeps a row that ended in its place with what became of it, and one that left the feed as it was', () => {
    const before = first(rows(rowOf('a'), rowOf('b'), rowOf('c')))
    const during = arrange(before, { rows: rows(rowOf('a', { end: ENDED }), rowOf('c')), isInUse: true, nowMs: 1_000 })
    expect(orderOf(during)).toEqual(orderOf(before))
    expect(during.rows['a']?.end).toEqual(ENDED)
    expect(during.rows['b']).toEqual(rowOf('b'))
  })

  it('is put in order again only when it was left alone for two seconds', () => {
    const used = arrange(first(rows(rowOf('a'))), { rows: rows(rowOf('a')), isInUse: true, nowMs: 1_000 })
    const now = rows(rowOf('a', { end: ENDED }), rowOf('b'))
    expect(orderOf(arrange(used, { rows: now, isInUse: false, nowMs: 1_000 + LEFT_ALONE_MS - 1 }))).toEqual(['a'])
    expect(orderOf(arrange(used, { rows: now, isInUse: false, nowMs: 1_000 + LEFT_ALONE_MS }))).toEqual(['b'])
  })

  it('shows the arrivals when a person asks, and marks them as new', () => {
    const used = arrange(first(rows(rowOf('a'))), { rows: rows(rowOf('a'), rowOf('b')), isInUse: true, nowMs: 1_000 })
    const shown = showAll(used, rows(rowOf('a'), rowOf('b')), 2_000)
    expect(orderOf(shown)).toEqual(['a', 'b'])
    expect(shown.heldBack).toEqual([])
    expect(shown.arrivedAtMs).toMatchObject({ a: 0, b: 2_000 })
  })

  it('never moves, inserts or removes under the hand, whatever the feed does', () => {
    const feed = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd', 'e'), fc.record({ deadlineMs: fc.integer({ min: 0, max: 900_000 }), riskLevel: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const), end: fc.constantFrom(null, ENDED) }))
    const asRows = (of: Record<string, Partial<InboxRow>>) => rows(...Object.entries(of).map(([id, change]) => rowOf(id, change)))
    fc.assert(fc.property(feed, fc.array(fc.tuple(feed, fc.integer({ min: 0, max: 5_000 })), { minLength: 1 }), (begin, changes) => {
      let list: Arrangement = first(asRows(begin))
      const groups = list.groups
      let nowMs = 0
      for (const [change, gap] of changes) {
        nowMs += gap
        const all = asRows(change)
        list = arrange(list, { rows: all, isInUse: true, nowMs })
        expect(list.groups).toEqual(groups)
        expect(Object.keys(list.rows).sort()).toEqual([...orderOf(list)].sort())
        for (const row of Object.values(all)) if (row.end === null) expect(orderOf(list).includes(row.challengeId) !== list.heldBack.includes(row.challengeId)).toBe(true)
      }
    }))
  })

  it('goes on after a decision to the next row that waits, else to one before, else nowhere', () => {
    const list = arrange(first(rows(rowOf('a', { riskLevel: 4 }), rowOf('b', { riskLevel: 3 }), rowOf('c', { riskLevel: 2 }))), {
      rows: rows(rowOf('a', { riskLevel: 4 }), rowOf('b', { riskLevel: 3, end: ENDED }), rowOf('c', { riskLevel: 2 })), isInUse: true, nowMs: 1,
    })
    expect(rowAfter(list, 'a')).toBe('c')
    expect(rowAfter(list, 'c')).toBe('a')
    expect(rowAfter(first(rows(rowOf('a'))), 'a')).toBeNull()
  })
})
