import { describe, expect, it } from 'vitest'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, lockOn, settled } from '../../fakes/enforce/neighbours.ts'

const numbered = (n: number, over = {}) => callOf({ callId: `call-${n}`, ...over })

/** Three equal calls of an agent that wait. */
async function threeEqual() {
  const parts = enforcing()
  const rulings = [1, 2, 3].map((n) => parts.enforcer.judge(numbered(n)))
  await settled()
  const [challengeId] = parts.raised
  if (challengeId === undefined) throw new Error('No challenge was raised')
  return { ...parts, rulings, challengeId }
}

describe('equal calls', () => {
  it('raise one challenge, and one approval runs one of them: the first to arrive', async () => {
    const { enforcer, raised, rulings, challengeId } = await threeEqual()
    expect(raised).toHaveLength(1)
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await Promise.all(rulings)).toMatchObject([{ kind: 'forward', challengeId }, { kind: 'refuse', reason: 'joined', nextAction: 'request' }, { kind: 'refuse', reason: 'joined', nextAction: 'request' }])
  })

  it('are all ended by a denial', async () => {
    const { enforcer, rulings, challengeId } = await threeEqual()
    await enforcer.decide(decisionOn(challengeId, 'deny'))
    expect((await Promise.all(rulings)).map((ruling) => ruling.kind === 'refuse' && ruling.reason)).toEqual(['denied', 'denied', 'denied'])
  })

  it('are all ended by the clock', async () => {
    const { time, rulings } = await threeEqual()
    time.pass(300_000)
    expect((await Promise.all(rulings)).map((ruling) => ruling.kind === 'refuse' && ruling.reason)).toEqual(['expired', 'expired', 'expired'])
  })

  it('hand the challenge on when the caller of the first leaves', async () => {
    const { enforcer, rulings, challengeId, updates } = await threeEqual()
    await enforcer.callerGone('call-1')
    expect(updates).toEqual([])
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await Promise.all(rulings)).toMatchObject([{ reason: 'cancelled' }, { kind: 'forward' }, { reason: 'joined' }])
  })

  it('hand an approval on when the caller of the first leaves while it is judged again', async () => {
    const { enforcer, journal, rulings, challengeId } = await threeEqual()
    journal.meanwhile = (what) => {
      if (what === 'evaluation allow') void enforcer.callerGone('call-1')
    }
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await Promise.all(rulings)).toMatchObject([{ reason: 'cancelled' }, { kind: 'forward' }, { reason: 'joined' }])
    expect(journal.written.filter((what) => what === 'consume')).toHaveLength(1)
  })

  it('lose the approval when the caller leaves while its consumption is written: nothing runs', async () => {
    const { enforcer, journal, rulings, challengeId, enforcements } = await threeEqual()
    journal.meanwhile = (what) => {
      if (what === 'consume') void enforcer.callerGone('call-1')
    }
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect((await Promise.all(rulings)).map(({ kind }) => kind)).toEqual(['refuse', 'refuse', 'refuse'])
    await settled()
    expect(enforcements).toMatchObject([{ outcome: 'aborted', challenge_id: challengeId }])
  })

  it('end with the last of their callers', async () => {
    const { enforcer, updates } = await threeEqual()
    for (const n of [1, 2, 3]) await enforcer.callerGone(`call-${n}`)
    await settled()
    expect(updates).toMatchObject([{ state: 'cancelled', reason: 'caller_gone' }])
  })

  it('join while the first is still being signed and written', async () => {
    const parts = enforcing()
    let second: Promise<unknown> | null = null
    parts.journal.meanwhile = (what) => {
      if (what === 'challenge') second ??= parts.enforcer.judge(numbered(2))
    }
    const first = parts.enforcer.judge(numbered(1))
    await settled()
    await parts.enforcer.decide(decisionOn(parts.raised[0] as never, 'approve'))
    expect(parts.raised).toHaveLength(1)
    expect(await first).toMatchObject({ kind: 'forward' })
    expect(await second).toMatchObject({ reason: 'joined' })
  })

  it('do not join over another chain, another agent or another action', async () => {
    const parts = enforcing()
    void parts.enforcer.judge(numbered(1))
    void parts.enforcer.judge(numbered(2, { chain: [{ hop: 0, kind: 'human', iss: 'https://id.example', sub: 'jonas', assurance: 'asserted' }] }))
    void parts.enforcer.judge(numbered(3, { agentId: idOf('agent', 2) }))
    void parts.enforcer.judge(numbered(4, { invocationHash: digestOf('4') }))
    await settled()
    expect(parts.raised).toHaveLength(4)
  })

  it('of another session join too, and a stop of either session ends them all', async () => {
    const parts = enforcing()
    const rulings = [parts.enforcer.judge(numbered(1)), parts.enforcer.judge(numbered(2, { sessionId: idOf('session', 2) }))]
    await settled()
    expect(parts.raised).toHaveLength(1)
    await parts.enforcer.engage(lockOn({ kind: 'session', value: idOf('session', 2) }), null)
    expect((await Promise.all(rulings)).map(({ kind }) => kind)).toEqual(['refuse', 'refuse'])
  })

  it('of a session that ends are answered for themselves, and the challenge of the other goes on', async () => {
    const parts = enforcing()
    const rulings = [parts.enforcer.judge(numbered(1)), parts.enforcer.judge(numbered(2, { sessionId: idOf('session', 2) }))]
    await settled()
    await parts.enforcer.cancelWhere(({ sessionId }) => sessionId === idOf('session', 2), 'session_ended')
    expect(await rulings[1]).toMatchObject({ kind: 'refuse', reason: 'cancelled' })
    await parts.enforcer.decide(decisionOn(parts.raised[0] as never, 'approve'))
    expect(await rulings[0]).toMatchObject({ kind: 'forward' })
  })
})
