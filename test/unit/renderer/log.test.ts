import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { LogEntryView, LogRow, LogView } from '../../../shared/ipc/views.ts'
import { integrityOf, levelsOf, proofText, shortHash, spokenEntry } from '../../../renderer/features/log/logWords.ts'
import { newer, nextBefore, NO_PAGES, PAGE, withHeldShown, withNewest, withOlder, type Pages } from '../../../renderer/features/log/pages.ts'

const row = (n: number): LogRow => ({ n, atMs: n, kind: 'decision', sentence: `entry ${n}`, by: null, verdict: null, agentName: null, reason: null })
/** As the core answers from a log of so many entries. */
const read = (size: number, beforeN: number | null, limit = PAGE) => {
  const from = Math.min(size, beforeN ?? size)
  return { rows: Array.from({ length: Math.min(limit, from) }, (_, i) => row(from - 1 - i)), size }
}
const numbers = ({ rows }: Pages) => rows.map(({ n }) => n)

describe('the pages of the log', () => {
  it('are followed downwards until the last one, without a hole and without a double', () => {
    let pages = withNewest(NO_PAGES, read(250, null), false)
    for (let next = nextBefore(pages); next !== null; next = nextBefore(pages)) pages = withOlder(pages, read(250, next))
    expect(numbers(pages)).toEqual(Array.from({ length: 250 }, (_, i) => 249 - i))
    expect(pages.isEnd).toBe(true)
  })

  it('take no page in twice', () => {
    const first = withOlder(withNewest(NO_PAGES, read(250, null), false), read(250, 150))
    expect(numbers(withOlder(first, read(250, 150)))).toEqual(numbers(first))
  })

  it('hold new entries back while somebody reads, count them, and show them when asked', () => {
    const before = withNewest(NO_PAGES, read(10, null), false)
    const held = withNewest(before, read(13, null), true)
    expect(numbers(held)).toEqual(numbers(before))
    expect(newer(held)).toBe(3)
    expect(numbers(withHeldShown(held))).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0])
    expect(newer(withHeldShown(held))).toBe(0)
  })

  it('show new entries at once while nobody is further down', () => {
    expect(numbers(withNewest(withNewest(NO_PAGES, read(2, null), false), read(4, null), false))).toEqual([3, 2, 1, 0])
  })

  it('begin anew where more came than a page holds, so that no hole is drawn as if nothing stood there', () => {
    const before = withNewest(NO_PAGES, read(50, null), false)
    const shown = withHeldShown(withNewest(before, read(50 + 3 * PAGE, null), true))
    expect(numbers(shown)).toEqual(read(50 + 3 * PAGE, null).rows.map(({ n }) => n))
    expect(shown.isEnd).toBe(false)
  })

  it('never have a hole or a double, whatever comes in whatever order', () => {
    const steps = fc.array(fc.oneof(
      fc.record({ kind: fc.constant('grow' as const), by: fc.integer({ min: 0, max: 260 }), isInUse: fc.boolean() }),
      fc.record({ kind: fc.constant('older' as const) }),
      fc.record({ kind: fc.constant('show' as const) }),
    ), { maxLength: 30 })
    fc.assert(fc.property(steps, (all) => {
      let size = 5
      let pages = withNewest(NO_PAGES, read(size, null), false)
      for (const step of all) {
        if (step.kind === 'grow') pages = withNewest(pages, read((size += step.by), null), step.isInUse)
        else if (step.kind === 'show') pages = withHeldShown(pages)
        else pages = nextBefore(pages) === null ? pages : withOlder(pages, read(size, nextBefore(pages)))
        const [first = 0] = numbers(pages)
        expect(numbers(pages)).toEqual(pages.rows.map((_, i) => first - i))
        expect(newer(pages)).toBe(size - 1 - first)
        if (pages.isEnd) expect(numbers(pages).at(-1)).toBe(0)
      }
    }))
  })
})

describe('the badge of the log', () => {
  const log: LogView = { status: 'open', sentence: null, size: 48_117, root: null, inReserve: 0, fault: null }

  it('says intact of an open log without a fault alone', () => {
    expect(integrityOf(log)).toEqual({ tone: 'ok', word: 'Intact', more: '48,117 entries' })
    expect(integrityOf({ ...log, fault: 'The disk is full.' }).tone).toBe('broken')
    expect(integrityOf({ ...log, status: 'read_only', sentence: 'Entry 47,902 does not match.' })).toEqual({ tone: 'broken', word: 'Read only', more: 'Entry 47,902 does not match.' })
    expect([integrityOf(null).tone, integrityOf({ ...log, status: 'opening' }).tone]).toEqual(['unknown', 'unknown'])
  })

  it('counts what stands in the reserve', () => {
    expect(integrityOf({ ...log, status: 'refused', sentence: 'The disk is full.', inReserve: 2 }).more).toBe('The disk is full., 2 in reserve')
  })
})

describe('an entry', () => {
  const entry: LogEntryView = {
    row: row(3), bodyHash: `sha256:${'ab'.repeat(32)}`, body: null, signed: null, bodyStatus: 'kept',
    signature: { status: 'none', kid: null, sentence: '' },
    inclusion: { status: 'matches', leaf: 'sha256:1', path: [{ hash: 'sha256:2', side: 'left' }], root: 'sha256:3', size: 4, sentence: '' },
    checkpoint: 'log\n4\n\u2014 key \u202e',
  }

  it('is copied as JSON in ASCII that reads back to the same proof', () => {
    const text = proofText(entry)
    expect(text).toMatch(/^[\x20-\x7e\n]+$/)
    expect(JSON.parse(text)).toEqual({ entry: { n: 3, at: new Date(3).toISOString(), kind: 'decision', body_hash: entry.bodyHash }, inclusion: { leaf: 'sha256:1', path: [{ hash: 'sha256:2', side: 'left' }], root: 'sha256:3', size: 4 }, checkpoint: entry.checkpoint })
  })

  it('draws a short path whole, and of a long one counts what it leaves out', () => {
    const path = (levels: number) => Array.from({ length: levels }, (_, i) => ({ hash: `sha256:${i}`, side: 'left' as const }))
    expect(levelsOf(path(5))).toHaveLength(5)
    const long = levelsOf(path(16))
    expect(long).toHaveLength(5)
    expect(long[3]).toEqual({ kind: 'skipped', levels: 12 })
    expect(long[4]).toMatchObject({ hash: 'sha256:15' })
  })

  it('shows a hash in fours, the first sixteen digits and the last eight', () => {
    expect(shortHash(`sha256:${'0123456789abcdef'.repeat(4)}`)).toBe('0123 4567 89ab cdef … 89ab cdef')
  })

  it('is read aloud with nobody where no person did it', () => {
    expect(spokenEntry({ ...row(3), atMs: Date.UTC(2026, 10, 15, 3, 11, 48), verdict: 'expired' }, Date.UTC(2026, 10, 15, 4), (text) => text)).toBe('entry 3, 03:11:48 UTC, expired, entry 3, nobody')
  })
})
