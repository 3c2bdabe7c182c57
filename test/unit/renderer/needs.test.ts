import { describe, expect, it } from 'vitest'
import { fingerprintOf, frictionOf, needsOf, type Progress } from '../../../renderer/features/inbox/decide/needs.ts'
import { cardOf } from './rows.ts'

const DONE: Progress = { isAllSeen: true, endSeenAtMs: 0, undecodedRead: true, reason: 'It is planned.', nowMs: 60_000 }
const unmet = (card: ReturnType<typeof cardOf>, progress: Partial<Progress>) => needsOf(card, { ...DONE, ...progress }).filter(({ isMet }) => !isMet).map(({ name }) => name)

describe('what approving needs', () => {
  it('is one key for Low and nothing else', () => {
    const low = cardOf({}, { riskLevel: 1 })
    expect(unmet(low, { isAllSeen: false, endSeenAtMs: null, reason: '' })).toEqual([])
    expect(frictionOf(low).needsHold).toBe(false)
  })

  it('is all bytes seen for Medium', () => {
    expect(unmet(cardOf({}, { riskLevel: 2 }), { isAllSeen: false, endSeenAtMs: null, reason: '' })).toEqual(['seen'])
  })

  it('is for High never less than all bytes, three seconds, a reason and a hold, even where the point asks for less', () => {
    const high = cardOf({}, { riskLevel: 3 })
    expect(unmet(high, { isAllSeen: false, endSeenAtMs: null, reason: ' ' })).toEqual(['seen', 'seenTime', 'reason'])
    expect(unmet(high, { endSeenAtMs: 0, nowMs: 2_999 })).toEqual(['seenTime'])
    expect(unmet(high, { endSeenAtMs: 0, nowMs: 3_000 })).toEqual([])
    expect(frictionOf(high)).toMatchObject({ needsHold: true, holdMs: 2_000 })
  })

  it('is five seconds for Critical', () => {
    const critical = cardOf({ presenceRequired: 'typed' }, { riskLevel: 4 })
    expect(unmet(critical, { endSeenAtMs: 0, nowMs: 4_999 })).toEqual(['seenTime'])
    expect(frictionOf(critical).needsTyped).toBe(true)
  })

  it('is raised by a policy', () => {
    const low = cardOf({ presenceRequired: 'hold', friction: { dwellMs: 900, seenMs: 4_000, holdMs: 5_000, reasonRequired: true } }, { riskLevel: 1 })
    expect(frictionOf(low)).toEqual({ mustSeeAll: true, seenMs: 4_000, dwellMs: 900, needsReason: true, needsHold: true, holdMs: 5_000, needsTyped: false })
  })

  it('asks for what could not be decoded to be marked as read; scrolling is not enough', () => {
    const { facts } = cardOf()
    const card = cardOf({ facts: { ...facts, notInspectable: [{ code: 'variable', sentence: 'Known only when it runs.', text: [], start: 0, end: 1 }] } })
    expect(unmet(card, { undecodedRead: false })).toEqual(['undecoded'])
  })

  it('never counts down from more than is asked for, also where the clock of the drawing is behind', () => {
    const words = needsOf(cardOf({}, { riskLevel: 4 }), { ...DONE, endSeenAtMs: 1_500, nowMs: 1_000 }).map((need) => need.words)
    expect(words).toContain('5 s to read')
  })
})

describe('the fingerprint of a card', () => {
  it('changes with what a decision rests on', () => {
    const before = fingerprintOf(cardOf())
    const others = [cardOf({ bytes: null }), cardOf({ invocationHash: 'sha256:99' }), cardOf({ obstacles: [{ code: 'drift', sentence: '' }] }), cardOf({ presenceRequired: 'hold' }), cardOf({}, { isLive: false }), cardOf({}, { riskLevel: 4 })]
    for (const other of others) expect(fingerprintOf(other)).not.toBe(before)
  })

  it('does not change with clocks, so that a corrected deadline disarms nobody', () => {
    expect(fingerprintOf(cardOf({}, { deadlineMs: 1 }))).toBe(fingerprintOf(cardOf({}, { deadlineMs: 2 })))
  })
})
