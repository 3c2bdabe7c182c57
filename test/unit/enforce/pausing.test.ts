import { describe, expect, it } from 'vitest'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, lockOn, PRIYA, settled, type Enforcing } from '../../fakes/enforce/neighbours.ts'

const MINUTE = 60_000
const pause = (over = {}) => lockOn({ kind: 'agent', value: idOf('agent') }, { effect: 'pause', ...over })
const numbered = (n: number, over = {}) => callOf({ callId: `call-${n}`, invocationHash: digestOf(`${n}`), ...over })
const release = (parts: Enforcing, n = 1) => parts.enforcer.release(idOf('lock', n), PRIYA, null)

/** A call that waits for a person, under a pause that fell on it. */
async function pausedWhileWaiting() {
  const parts = enforcing()
  const ruling = parts.enforcer.judge(callOf())
  await settled()
  await parts.enforcer.engage(pause(), null)
  return { ...parts, ruling }
}

describe('a pause', () => {
  it('cancels the question and keeps the call; after the release it is asked anew, as the same operation', async () => {
    const parts = await pausedWhileWaiting()
    const [first] = parts.raised
    expect(parts.updates.at(-1)).toMatchObject({ state: 'cancelled', reason: 'revoked' })
    expect(await parts.enforcer.decide(decisionOn(first as never, 'approve'))).toEqual({ outcome: 'refused', code: 'challenge_terminal' })
    parts.time.pass(MINUTE)
    await release(parts)
    await settled()
    const [before, after] = parts.drafts
    expect(after).toMatchObject({ txn: before?.txn, supersedes: first, epoch: 1 })
    expect((after?.expiresAt.monotonicMs ?? 0) - parts.time.now()).toBe(300_000)
    await parts.enforcer.decide(decisionOn(parts.raised[1] as never, 'approve', { epoch: 1 }))
    expect(await parts.ruling).toMatchObject({ kind: 'forward', challengeId: parts.raised[1] })
  })

  it.each([['allow', { kind: 'forward', challengeId: null }], ['deny', { kind: 'refuse', reason: 'policy_denied' }]] as const)('is followed by what the policy says then: %s', async (verdict, expected) => {
    const parts = await pausedWhileWaiting()
    parts.policy.verdict = verdict
    await release(parts)
    expect(await parts.ruling).toMatchObject(expected)
  })

  it('holds three calls of an agent that come under it, and refuses the fourth', async () => {
    const parts = enforcing()
    parts.policy.verdict = 'allow'
    await parts.enforcer.engage(pause(), null)
    const held = [1, 2, 3].map((n) => parts.enforcer.judge(numbered(n)))
    expect(await parts.enforcer.judge(numbered(4))).toMatchObject({ kind: 'refuse', reason: 'locked' })
    await release(parts)
    expect((await Promise.all(held)).map(({ kind }) => kind)).toEqual(['forward', 'forward', 'forward'])
  })

  it('refuses what it has held for fifteen minutes', async () => {
    const parts = await pausedWhileWaiting()
    parts.time.pass(15 * MINUTE)
    expect(await parts.ruling).toMatchObject({ kind: 'refuse', reason: 'locked', nextAction: 'request' })
    await release(parts)
    await settled()
    expect(parts.raised).toHaveLength(1)
  })

  it('forgets a call whose caller leaves', async () => {
    const parts = await pausedWhileWaiting()
    await parts.enforcer.callerGone('call-1')
    expect(await parts.ruling).toMatchObject({ kind: 'refuse', reason: 'cancelled' })
    parts.policy.verdict = 'allow'
    await release(parts)
    await settled()
    expect(parts.drafts).toHaveLength(1)
  })

  it('answers a caller in time whose own deadline comes first', async () => {
    const parts = enforcing()
    await parts.enforcer.engage(pause(), null)
    const deadline = { monotonicMs: parts.time.now() + 10_000, wallMs: parts.time.now() + 10_000 }
    const ruling = parts.enforcer.judge(callOf({ callerDeadline: deadline }))
    parts.time.pass(8_000)
    expect(await ruling).toMatchObject({ reason: 'locked', nextAction: 'retry' })
  })

  it('gives way to a halt, which refuses what it held', async () => {
    const parts = await pausedWhileWaiting()
    await parts.enforcer.engage(lockOn({ kind: 'all' }, { n: 2 }), null)
    expect(await parts.ruling).toMatchObject({ kind: 'refuse', reason: 'locked' })
  })

  it('holds on while another one covers the call', async () => {
    const parts = await pausedWhileWaiting()
    await parts.enforcer.engage(lockOn({ kind: 'all' }, { n: 2, effect: 'pause' }), null)
    parts.policy.verdict = 'allow'
    await release(parts)
    await settled()
    expect(parts.journal.written.filter((what) => what.startsWith('evaluation'))).toHaveLength(1)
    await release(parts, 2)
    expect(await parts.ruling).toMatchObject({ kind: 'forward' })
  })

  it('that comes and goes while the policy is asked has the call judged anew', async () => {
    const parts = enforcing()
    parts.policy.verdict = 'allow'
    let isFirst = true
    parts.journal.meanwhile = (what) => {
      if (what !== 'evaluation allow' || !isFirst) return
      isFirst = false
      void parts.enforcer.engage(pause(), null).then(() => release(parts))
    }
    expect(await parts.enforcer.judge(callOf())).toMatchObject({ kind: 'forward' })
    expect(parts.journal.written.filter((what) => what === 'evaluation allow')).toHaveLength(2)
  })

  it('is engaged by the point itself when people have denied three calls of an agent within ten minutes', async () => {
    const parts = enforcing()
    for (const n of [1, 2, 3]) {
      const ruling = parts.enforcer.judge(numbered(n))
      await settled()
      await parts.enforcer.decide(decisionOn(parts.raised.at(-1) as never, 'deny', { epoch: parts.enforcer.epoch }))
      expect(await ruling).toMatchObject({ reason: 'denied' })
    }
    expect(parts.stops).toMatchObject([['engaged', { effect: 'pause', target: { kind: 'agent', value: idOf('agent') }, initiating_entity: 'system', created_by: { sub: 'system' } }]])
    expect(parts.journal.written).toContain('lock')
    void parts.enforcer.judge(numbered(4))
    await settled()
    expect(parts.raised).toHaveLength(3)
  })

  it('is not engaged by three denials over a longer time', async () => {
    const parts = enforcing()
    for (const n of [1, 2, 3, 4]) {
      void parts.enforcer.judge(numbered(n))
      await settled()
      await parts.enforcer.decide(decisionOn(parts.raised.at(-1) as never, 'deny'))
      parts.time.pass(5 * MINUTE)
    }
    expect(parts.stops).toEqual([])
  })
})
