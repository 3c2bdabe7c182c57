import { describe, expect, it } from 'vitest'
import { idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, settled, type Enforcing } from '../../fakes/enforce/neighbours.ts'

/** A call whose caller waits for a minute. */
const patient = (parts: Enforcing, n: number, over = {}) => {
  const due = parts.time.now() + 60_000
  return parts.enforcer.judge(callOf({ callId: `call-${n}`, callerDeadline: { monotonicMs: due, wallMs: due }, ...over }))
}

/** A call that was told to come again, and the challenge that waits on. */
async function parked(parts = enforcing()) {
  const first = patient(parts, 1)
  await settled()
  parts.time.pass(58_000)
  return { ...parts, first: await first, challengeId: parts.raised[0] as never }
}

describe('a caller that leaves before people have to answer', () => {
  it('is told two seconds before to come again with the same arguments, and its challenge waits on', async () => {
    const { first, drafts, updates } = await parked()
    expect(first).toMatchObject({ kind: 'refuse', reason: 'approval_pending', nextAction: 'retry', retryAfterMs: 1_000, text: expect.stringContaining('call again with the same arguments') })
    expect(drafts[0]).toMatchObject({ holdMode: 'retry' })
    expect(updates).toEqual([])
  })

  it('is kept waiting where it can wait long enough', async () => {
    const parts = enforcing()
    const due = parts.time.now() + 300_000
    void parts.enforcer.judge(callOf({ callerDeadline: { monotonicMs: due, wallMs: due } }))
    await settled()
    expect(parts.drafts[0]).toMatchObject({ holdMode: 'stream' })
  })

  it('finds the approval when it comes again, once', async () => {
    const parts = await parked()
    await parts.enforcer.decide(decisionOn(parts.challengeId, 'approve'))
    parts.time.pass(500_000)
    expect(await patient(parts, 2)).toMatchObject({ kind: 'forward', challengeId: parts.challengeId })
    void patient(parts, 3)
    await settled()
    expect(parts.raised).toHaveLength(2)
  })

  it('waits again where nobody has answered yet', async () => {
    const parts = await parked()
    const second = patient(parts, 2)
    await settled()
    expect(parts.raised).toHaveLength(1)
    await parts.enforcer.decide(decisionOn(parts.challengeId, 'approve'))
    expect(await second).toMatchObject({ kind: 'forward', challengeId: parts.challengeId })
  })

  it('is refused once by the denial that was given meanwhile, and asked about anew after that', async () => {
    const parts = await parked()
    await parts.enforcer.decide(decisionOn(parts.challengeId, 'deny', { comment: 'No' }))
    expect(await patient(parts, 2)).toMatchObject({ reason: 'denied', challengeId: parts.challengeId })
    void patient(parts, 3)
    await settled()
    expect(parts.raised).toHaveLength(2)
  })

  it('is refused once where nobody answered in time', async () => {
    const parts = await parked()
    parts.time.pass(300_000)
    await settled()
    expect(await patient(parts, 2)).toMatchObject({ reason: 'expired' })
  })

  it('finds no approval that is older than ten minutes', async () => {
    const parts = await parked()
    await parts.enforcer.decide(decisionOn(parts.challengeId, 'approve'))
    parts.time.pass(600_000)
    await settled()
    expect(parts.updates.at(-1)).toMatchObject({ state: 'approved', enforcement: { outcome: 'blocked' } })
    void patient(parts, 2)
    await settled()
    expect(parts.raised).toHaveLength(2)
  })

  it('finds no approval in another session, with other arguments, or after a restart', async () => {
    const parts = await parked()
    await parts.enforcer.decide(decisionOn(parts.challengeId, 'approve'))
    void patient(parts, 2, { sessionId: idOf('session', 2) })
    void patient(parts, 3, { tool: 'delete_file' })
    await settled()
    expect(parts.raised).toHaveLength(3)
    const again = enforcing(parts)
    void patient(again, 4)
    await settled()
    expect(again.raised).toHaveLength(1)
    expect(parts.journal.consumed.size).toBe(0)
  })

  it('finds the approval where it had joined what another session asked for, and that session, which left by itself, does not', async () => {
    const parts = enforcing()
    void patient(parts, 1)
    await settled()
    const joined = patient(parts, 2, { sessionId: idOf('session', 2) })
    await settled()
    await parts.enforcer.callerGone('call-1')
    parts.time.pass(58_000)
    expect(await joined).toMatchObject({ reason: 'approval_pending' })
    await parts.enforcer.decide(decisionOn(parts.raised[0] as never, 'approve'))
    void patient(parts, 3)
    await settled()
    expect(parts.raised).toHaveLength(2)
    expect(await patient(parts, 4, { sessionId: idOf('session', 2) })).toMatchObject({ kind: 'forward', challengeId: parts.raised[0] })
  })

  it('ends the challenge where it leaves by itself, before it was told to come again', async () => {
    const parts = enforcing()
    void patient(parts, 1)
    await settled()
    await parts.enforcer.callerGone('call-1')
    await settled()
    expect(parts.updates).toMatchObject([{ state: 'cancelled', reason: 'caller_gone' }])
  })

  it('finds nothing once its session has ended', async () => {
    const parts = await parked()
    await parts.enforcer.cancelWhere(({ sessionId }) => sessionId === idOf('session'), 'session_ended')
    expect(await parts.enforcer.decide(decisionOn(parts.challengeId, 'approve'))).toMatchObject({ outcome: 'refused', code: 'challenge_terminal' })
  })
})
