import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs, firstCourse, isDialling, nextLinkCourse, type LinkCourse, type LinkEvent } from '../../../electron/core/links/linkState.ts'

const event: fc.Arbitrary<LinkEvent> = fc.nat(100_000).chain((nowMs) => fc.oneof(
  fc.constant<LinkEvent>({ kind: 'attached', nowMs, linkNumber: 1 }),
  fc.constant<LinkEvent>({ kind: 'silence', nowMs, reason: 'silent' }),
  fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }).map((jitter): LinkEvent => ({ kind: 'ended', nowMs, reason: 'ended', jitter })),
  fc.constant<LinkEvent>({ kind: 'refused', nowMs, reason: 'refused' }),
  fc.constant<LinkEvent>({ kind: 'retryDue', nowMs }),
  fc.constant<LinkEvent>({ kind: 'retryAsked', nowMs }),
))

const run = (events: readonly LinkEvent[]) => events.reduce<LinkCourse>(nextLinkCourse, firstCourse(0))
const ended = (nowMs: number): LinkEvent => ({ kind: 'ended', nowMs, reason: 'cut', jitter: 0.999_999 })

describe('a link, whatever happens in whatever order', () => {
  it('is attached only by having been let in, and from a connection that was being made', () => {
    fc.assert(fc.property(fc.array(event), event, (events, last) => {
      const [before, after] = [run(events), nextLinkCourse(run(events), last)]
      if (after.state.status === 'attached' && before.state.status !== 'attached') {
        expect(last.kind).toBe('attached')
        expect(['connecting', 'silent']).toContain(before.state.status)
      }
    }))
  })

  it('that was refused is left by a person alone', () => {
    fc.assert(fc.property(fc.array(event), event, (events, last) => {
      const before = run(events)
      const after = nextLinkCourse(before, last)
      if (before.state.status === 'refused') expect(after.state === before.state || last.kind === 'retryAsked').toBe(true)
    }))
  })

  it('that waits waits between half a second and half a minute', () => {
    fc.assert(fc.property(fc.array(event), (events) => {
      const { state } = run(events)
      if (state.status !== 'waiting') return
      expect(state.retryAtMs - state.sinceMs).toBeGreaterThanOrEqual(500)
      expect(state.retryAtMs - state.sinceMs).toBeLessThanOrEqual(30_000)
    }))
  })

  it('never stays stuck: a connection is open or being made, a retry is due, or a person must look', () => {
    fc.assert(fc.property(fc.array(event), (events) => {
      const { state } = run(events)
      expect(isDialling(state) || (state.status === 'waiting' && Number.isFinite(state.retryAtMs)) || (state.status === 'refused' && state.reason !== '')).toBe(true)
    }))
  })

  it('that stays as it is is the very same object, so that nothing is reported twice', () => {
    fc.assert(fc.property(fc.array(event), event, (events, last) => {
      const before = run(events)
      const after = nextLinkCourse(before, last)
      if (after.state.status === before.state.status && last.kind !== 'silence') expect(after.state).toBe(before.state)
    }))
  })
})

describe('the wait before a link is tried again', () => {
  it('grows with each failure in a row', () => {
    const waits = Array.from({ length: 8 }, (_, n) => backoffMs(n, 0.999_999_9))
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000])
    expect(backoffMs(7, 0)).toBe(500)
  })

  it('grows on where a point lets in and throws out at once', () => {
    const course = run([{ kind: 'attached', nowMs: 0, linkNumber: 1 }, ended(10), { kind: 'retryDue', nowMs: 1_010 }, { kind: 'attached', nowMs: 1_020, linkNumber: 2 }, ended(1_030)])
    expect(course).toMatchObject({ failures: 2, state: { status: 'waiting', retryAtMs: 1_030 + 2_000 } })
  })

  it('is short again after an attachment that lasted', () => {
    const course = run([ended(0), { kind: 'retryDue', nowMs: 1_000 }, { kind: 'attached', nowMs: 1_000, linkNumber: 1 }, ended(31_000)])
    expect(course).toMatchObject({ failures: 1, state: { retryAtMs: 32_000 } })
  })
})
