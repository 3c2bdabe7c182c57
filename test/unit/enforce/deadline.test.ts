import { describe, expect, it } from 'vitest'
import { callOf, decisionOn, enforcing, settled } from '../../fakes/enforce/neighbours.ts'

const LIFE_MS = 300_000
const OFFSETS = Array.from({ length: 201 }, (_, n) => n - 100)
const VERDICTS = ['approve', 'deny'] as const

/** A challenge whose decision arrives so many milliseconds after its deadline, on a clock, before any timer has run. */
async function decidedAt(offsetMs: number, verdict: (typeof VERDICTS)[number], clock: 'both' | 'wall') {
  const parts = enforcing()
  const ruling = parts.enforcer.judge(callOf())
  await settled()
  if (clock === 'both') parts.time.block(LIFE_MS + offsetMs)
  else parts.shiftWall(LIFE_MS + offsetMs)
  const outcome = await parts.enforcer.decide(decisionOn(parts.raised[0] as never, verdict))
  // The sweep comes late, and finds what is left to do.
  parts.time.pass(0)
  await settled()
  return { outcome, ruling: await ruling, last: parts.updates.at(-1), consumed: parts.journal.consumed.size }
}

describe.each(VERDICTS)('a decision to %s around the deadline, from 100 ms before it to 100 ms after it', (verdict) => {
  it.each(['both', 'wall'] as const)('counts before it and not from it on, with no timer to help (%s)', async (clock) => {
    for (const offsetMs of OFFSETS) {
      const { outcome, ruling, last, consumed } = await decidedAt(offsetMs, verdict, clock)
      const isInTime = offsetMs < 0
      const runs = isInTime && verdict === 'approve'
      expect({ offsetMs, outcome: outcome.outcome, kind: ruling.kind, consumed }).toEqual({ offsetMs, outcome: isInTime ? 'accepted' : 'refused', kind: runs ? 'forward' : 'refuse', consumed: runs ? 1 : 0 })
      if (!isInTime) expect({ outcome, reason: ruling.kind === 'refuse' ? ruling.reason : null, state: last?.state }).toEqual({ outcome: { outcome: 'refused', code: 'challenge_expired' }, reason: 'expired', state: 'expired' })
    }
  })
})

it('an approval holds for as long as its mode says and not a millisecond longer, though nothing swept', async () => {
  for (const offsetMs of [-1, 0, 1]) {
    const parts = enforcing()
    const judge = parts.policy.judgeApproved.bind(parts.policy)
    // The process is held up while the approval is judged once more.
    parts.policy.judgeApproved = (...args) => {
      parts.time.block(60_000 + offsetMs)
      return judge(...args)
    }
    const ruling = parts.enforcer.judge(callOf())
    await settled()
    await parts.enforcer.decide(decisionOn(parts.raised[0] as never, 'approve'))
    await settled()
    parts.time.pass(0)
    expect({ offsetMs, kind: (await ruling).kind, consumed: parts.journal.consumed.size }).toEqual({ offsetMs, kind: offsetMs < 0 ? 'forward' : 'refuse', consumed: offsetMs < 0 ? 1 : 0 })
  }
})
