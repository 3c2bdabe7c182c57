import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { heldShare, IDLE, nextHold, SECOND_PRESS_MS, type Hold, type HoldEvent, type HoldMode } from '../../../renderer/components/hold.ts'

function held(mode: HoldMode, ...events: HoldEvent[]): { hold: Hold; times: number } {
  let hold = IDLE
  let times = 0
  for (const event of events) {
    const step = nextHold(hold, { mode, holdMs: 2_000 }, event)
    hold = step.hold
    if (step.isHeld) times += 1
  }
  return { hold, times }
}

const down = (atMs: number, subject = 'one', isRepeat = false): HoldEvent => ({ kind: 'down', subject, isRepeat, atMs })
const tick = (atMs: number, subject = 'one'): HoldEvent => ({ kind: 'tick', subject, atMs })
const up: HoldEvent = { kind: 'up' }

describe('holding', () => {
  it('is held when the press has lasted, and once only', () => {
    expect(held('hold', down(0), tick(1_999), tick(2_000), tick(2_050), tick(9_000)).times).toBe(1)
  })

  it('is nothing when the hand lets go too early', () => {
    expect(held('hold', down(0), tick(1_999), up, tick(2_000)).times).toBe(0)
  })

  it('does not begin with the repeat of a key that went down earlier', () => {
    expect(held('hold', down(0, 'one', true), tick(5_000)).times).toBe(0)
  })

  it('is nothing when what is held for changes under the hand', () => {
    expect(held('hold', down(0), tick(2_500, 'two')).times).toBe(0)
  })

  it('does not begin anew before the hand has let go', () => {
    expect(held('hold', down(0), tick(2_000), down(2_100), tick(9_000)).times).toBe(1)
    expect(held('hold', down(0), tick(2_000), up, down(2_100), tick(4_100)).times).toBe(2)
  })

  it('asks in steps for a second press after the wait', () => {
    expect(held('steps', down(0), up, down(1_000), up, tick(1_999)).times).toBe(0)
    expect(held('steps', down(0), up, tick(2_000), down(2_500)).times).toBe(1)
  })

  it('lets the second press lapse', () => {
    expect(held('steps', down(0), up, tick(2_000), tick(2_001 + SECOND_PRESS_MS), down(20_000)).times).toBe(0)
  })

  it('does not take a second press for something else', () => {
    expect(held('steps', down(0), up, tick(2_000), down(2_500, 'two')).times).toBe(0)
  })

  it('never holds without a press of at least the hold time on the same subject', () => {
    const subject = fc.constantFrom('one', 'two')
    const event = fc.oneof(
      fc.record({ kind: fc.constant('down' as const), subject, isRepeat: fc.boolean() }),
      fc.record({ kind: fc.constant('tick' as const), subject }),
      fc.constant({ kind: 'up' as const }),
      fc.constant({ kind: 'cancel' as const }),
    )
    fc.assert(fc.property(fc.array(fc.tuple(event, fc.integer({ min: 0, max: 900 })), { maxLength: 60 }), (steps) => {
      let hold: Hold = IDLE
      let atMs = 0
      let pressed: { subject: string; atMs: number } | null = null
      for (const [what, gap] of steps) {
        atMs += gap
        if (what.kind === 'up' || what.kind === 'cancel') pressed = null
        if (what.kind === 'down' && !what.isRepeat && hold.status === 'idle') pressed = { subject: what.subject, atMs }
        const step = nextHold(hold, { mode: 'hold', holdMs: 2_000 }, { ...what, atMs } as HoldEvent)
        hold = step.hold
        if (!step.isHeld) continue
        expect(pressed).not.toBeNull()
        expect(atMs - (pressed?.atMs ?? atMs)).toBeGreaterThanOrEqual(2_000)
        expect('subject' in what && what.subject).toBe(pressed?.subject)
      }
    }), { numRuns: 1_000 })
  })

  it('tells how much has passed', () => {
    expect(heldShare(held('hold', down(100)).hold, 2_000, 1_100)).toBe(0.5)
    expect(heldShare(IDLE, 2_000, 1_100)).toBe(0)
  })
})
