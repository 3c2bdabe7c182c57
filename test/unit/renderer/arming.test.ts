import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arm, GUARD_MS, isArmed, UNARMED, type Arming, type ArmingEvent, type Subject } from '../../../renderer/features/inbox/decide/arming.ts'

const card = (challengeId: string, fingerprint = 'a', dwellMs = GUARD_MS): Subject => ({ challengeId, fingerprint, dwellMs })

function after(...events: ArmingEvent[]): { state: Arming; acted: string[] } {
  let state = UNARMED
  const acted: string[] = []
  for (const event of events) {
    const step = arm(state, event)
    state = step.state
    if (step.acted !== null) acted.push(`${step.acted.act} ${step.acted.challengeId}`)
  }
  return { state, acted }
}

const shown = (subject: Subject, atMs: number): ArmingEvent => ({ kind: 'shown', subject, atMs })
const focused = (atMs: number): ArmingEvent => ({ kind: 'focused', atMs })
const began = (act: 'approve' | 'deny', atMs: number, isRepeat = false): ArmingEvent => ({ kind: 'pressBegan', act, isRepeat, atMs })
const ended = (act: 'approve' | 'deny', atMs: number): ArmingEvent => ({ kind: 'pressEnded', act, atMs })

describe('the arming of decisions', () => {
  it('counts a press on a card that has been on screen long enough', () => {
    expect(after(focused(0), shown(card('one'), 0), began('approve', 600), ended('approve', 650)).acted).toEqual(['approve one'])
  })

  it('ignores both keys for 600 ms after a card appears', () => {
    for (const act of ['approve', 'deny'] as const) expect(after(focused(0), shown(card('one'), 0), began(act, 599), ended(act, 700)).acted).toEqual([])
  })

  it('ignores both keys for 600 ms after the window gains focus', () => {
    for (const act of ['approve', 'deny'] as const) expect(after(shown(card('one'), 0), focused(5_000), began(act, 5_599), ended(act, 5_700)).acted).toEqual([])
  })

  it('never takes a dwell of less than 600 ms from a policy, and keeps to a longer one', () => {
    expect(after(focused(0), shown(card('one', 'a', 0), 0), began('approve', 599), ended('approve', 2_000)).acted).toEqual([])
    expect(after(focused(0), shown(card('one', 'a', 1_500), 0), began('approve', 1_400), ended('approve', 2_000)).acted).toEqual([])
  })

  it('locks approving again when the window loses focus', () => {
    const { state } = after(focused(0), shown(card('one'), 0), { kind: 'blurred' })
    expect(isArmed(state, 'approve', 60_000)).toBe(false)
  })

  it('does not count the repeats of a key that is held', () => {
    expect(after(focused(0), shown(card('one'), 0), began('approve', 700, true), ended('approve', 800)).acted).toEqual([])
  })

  it('does not count a press that began before the card appeared', () => {
    expect(after(focused(0), shown(card('one'), 0), began('approve', 1_000), shown(card('two'), 1_010), ended('approve', 5_000)).acted).toEqual([])
  })

  it('does not count an approval during which the card changed, and lets a denial go on', () => {
    const events = (act: 'approve' | 'deny') => after(focused(0), shown(card('one'), 0), began(act, 1_000), shown(card('one', 'b'), 1_010), ended(act, 1_020)).acted
    expect(events('approve')).toEqual([])
    expect(events('deny')).toEqual(['deny one'])
  })

  it('is not held back in denying by a card that changes without end', () => {
    const changes = Array.from({ length: 50 }, (_, i) => shown(card('one', String(i)), 1_000 + i * 100))
    expect(after(focused(0), shown(card('one'), 0), ...changes, began('deny', 6_000), ended('deny', 6_010)).acted).toEqual(['deny one'])
  })

  it('never decides another challenge than the one that the press began on, whatever arrives meanwhile', () => {
    const subject = fc.record({ challengeId: fc.constantFrom('one', 'two', 'three'), fingerprint: fc.constantFrom('a', 'b'), dwellMs: fc.constantFrom(0, 600, 900) })
    const act = fc.constantFrom('approve' as const, 'deny' as const)
    const event = fc.oneof(
      { weight: 2, arbitrary: subject.map((of) => ({ kind: 'shown' as const, subject: of })) },
      { weight: 1, arbitrary: fc.constantFrom({ kind: 'closed' as const }, { kind: 'blurred' as const }, { kind: 'pressLost' as const }) },
      { weight: 2, arbitrary: fc.constant({ kind: 'focused' as const }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('pressBegan' as const), act, isRepeat: fc.constantFrom(false, false, true) }) },
      { weight: 4, arbitrary: fc.record({ kind: fc.constant('pressEnded' as const), act }) },
    )
    let decided = 0
    fc.assert(fc.property(fc.array(fc.tuple(event, fc.integer({ min: 0, max: 1_500 })), { minLength: 20, maxLength: 80 }), (steps) => {
      let state: Arming = arm(UNARMED, { kind: 'focused', atMs: 0 }).state
      let atMs = 0
      let onScreen: Subject | null = null
      let shownAtMs = 0
      let pressed: { act: string; on: Subject | null; sinceShownMs: number } | null = null
      for (const [what, gap] of steps) {
        atMs += gap
        const before = onScreen
        if (what.kind === 'shown') {
          if (before?.challengeId !== what.subject.challengeId) shownAtMs = atMs
          onScreen = what.subject
        }
        if (what.kind === 'closed') onScreen = null
        if (what.kind === 'pressBegan' && !what.isRepeat) pressed = { act: what.act, on: onScreen, sinceShownMs: atMs - shownAtMs }
        const step = arm(state, { ...what, atMs } as ArmingEvent)
        state = step.state
        if (step.acted === null) continue
        decided += 1
        expect(pressed?.on?.challengeId).toBe(step.acted.challengeId)
        expect(onScreen?.challengeId).toBe(step.acted.challengeId)
        expect(pressed?.act).toBe(step.acted.act)
        expect(pressed?.sinceShownMs).toBeGreaterThanOrEqual(GUARD_MS)
        if (step.acted.act === 'approve') expect(onScreen?.fingerprint).toBe(pressed?.on?.fingerprint)
      }
    }), { numRuns: 1_000 })
    expect(decided).toBeGreaterThan(200)
  })
})
