import { describe, expect, it } from 'vitest'
import { relevantEntries } from '../../../electron/core/wiring/relevantEntries.ts'
import type { EntryOutline, Subjects } from '../../../electron/core/ledger/index.ts'
import { printTime } from '../../../shared/protocol/index.ts'
import { idOf } from '../../builders/protocol.ts'

const MINUTE = 60_000
const pointId = idOf('point')

/** A log in the making: each line is an entry, its number is its place. */
class Lines {
  readonly entries: EntryOutline[] = []
  nowMs = 0

  add(kind: string, subjects: Subjects = {}): number {
    this.entries.push({ n: this.entries.length, at: printTime(this.nowMs), kind, subjects })
    return this.entries.length - 1
  }

  event = (subjects: Subjects = {}) => this.add('point.event', { pointId, ...subjects })

  /** A challenge from its raising to what became of its call, with the decision on it. */
  decided(n: number): readonly number[] {
    const challengeId = idOf('challenge', n)
    return [this.event({ challengeId }), this.add('decision.recorded', { pointId, challengeId }), this.add('decision.receipt', { pointId, challengeId }), this.event({ challengeId }), this.event({ challengeId }), this.event({ challengeId })]
  }

  get relevant(): readonly number[] {
    return relevantEntries(this.entries)
  }
}

describe('what a core that starts reads of the log', () => {
  it('is nothing of an empty log, and all of a short one', () => {
    expect(relevantEntries([])).toEqual([])
    const lines = new Lines()
    lines.decided(1)
    lines.add('lock.ordered', { pointId })
    lines.add('point.snapshot', { pointId })
    expect(lines.relevant).toEqual(lines.entries.map(({ n }) => n))
  })

  it('is of the newest thousand challenges the last words and every decision, and nothing of older ones that are over', () => {
    const lines = new Lines()
    const first = lines.decided(0)
    const second = lines.decided(1)
    lines.nowMs += 2 * 60 * MINUTE
    for (let n = 2; n <= 1_000; n++) lines.decided(n)
    const relevant = new Set(lines.relevant)
    expect(first.filter((n) => relevant.has(n))).toEqual([])
    expect(second.filter((n) => relevant.has(n))).toEqual([second[1], second[2], second[4], second[5]])
    expect(relevant.size).toBe(200 * 6 + 800 * 4)
  })

  it('is everything that may be open still, however many came after it', () => {
    const lines = new Lines()
    const challengeId = idOf('challenge', 0)
    // A decision that was settled and answered as well does not make up for one that has no answer.
    const unanswered = [lines.event({ challengeId }), ...['decision.recorded', 'decision.settled', 'decision.receipt', 'decision.recorded'].map((kind) => lines.add(kind, { pointId, challengeId }))]
    lines.nowMs += 2 * 60 * MINUTE
    const waiting = lines.event({ challengeId: idOf('challenge', 1) })
    for (let n = 2; n <= 1_500; n++) lines.decided(n)
    const relevant = new Set(lines.relevant)
    for (const n of [...unanswered, waiting]) expect(relevant.has(n)).toBe(true)
  })

  it('is not the whole log where the clock was set back', () => {
    const lines = new Lines()
    lines.nowMs = 1_000 * MINUTE
    for (let n = 0; n < 100; n++) lines.decided(n)
    lines.nowMs = 2_000 * MINUTE
    for (let n = 100; n < 1_200; n++) lines.decided(n)
    lines.nowMs = 0
    lines.event()
    expect(lines.relevant).not.toContain(0)
  })

  it('is of a session the last word, and of the newest all, so that what has ended is listed again', () => {
    const lines = new Lines()
    const session = (n: number) => [lines.event({ sessionId: idOf('session', n) }), lines.event({ sessionId: idOf('session', n) })]
    const oldest = session(0)
    const newest = Array.from({ length: 200 }, (_, n) => session(n + 1)).flat()
    expect(lines.relevant).toEqual([oldest[1], ...newest])
  })

  it('is the last event of each point, whatever it was about', () => {
    const lines = new Lines()
    const last = lines.add('point.event', { pointId: idOf('point', 2), challengeId: idOf('challenge', 9_000) })
    lines.nowMs += 2 * 60 * MINUTE
    for (let n = 0; n < 1_000; n++) lines.decided(n)
    expect(lines.relevant[0]).toBe(last)
  })

  it('is every stop, receipt, snapshot and statement, however old', () => {
    const lines = new Lines()
    const kept = ['lock.ordered', 'lock.receipt', 'release.ordered', 'point.snapshot', 'point.attached', 'point.statement', 'console.reviewer_key'].map((kind) => lines.add(kind, { pointId }))
    lines.nowMs += 2 * 60 * MINUTE
    for (let n = 0; n < 1_200; n++) lines.decided(n)
    expect(lines.relevant.slice(0, kept.length)).toEqual(kept)
  })
})
