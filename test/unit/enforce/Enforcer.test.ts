import { describe, expect, it } from 'vitest'
import { MOST_WITHDRAWN } from '../../../gateway/enforce/Withdrawals.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, lockOn, PRIYA, settled } from '../../fakes/enforce/neighbours.ts'

/** A call that is held, and the challenge that was raised for it. */
async function held(parts = enforcing()) {
  const ruling = parts.enforcer.judge(callOf())
  await settled()
  const [challengeId] = parts.raised
  if (challengeId === undefined) throw new Error('No challenge was raised')
  return { ...parts, ruling, challengeId }
}

describe('the enforcer', () => {
  it('lets an allowed call run after its evaluation is on disk', async () => {
    const { enforcer, policy, journal } = enforcing()
    policy.verdict = 'allow'
    expect(await enforcer.judge(callOf())).toMatchObject({ kind: 'forward', challengeId: null })
    expect(journal.written).toEqual(['evaluation allow'])
  })

  it('refuses a denied call with the reason of the policy', async () => {
    const { enforcer, policy } = enforcing()
    policy.verdict = 'deny'
    expect(await enforcer.judge(callOf())).toMatchObject({ kind: 'refuse', reason: 'policy_denied', text: 'The policy says so. The call was not run.' })
  })

  it('lets a challenged call run once a person has approved: judged again, consumed on disk, then forwarded', async () => {
    const { enforcer, journal, policy, ruling, challengeId } = await held()
    expect(await enforcer.decide(decisionOn(challengeId, 'approve'))).toEqual({ outcome: 'accepted' })
    expect(await ruling).toMatchObject({ kind: 'forward', challengeId })
    expect(journal.written).toEqual(['evaluation challenge', 'challenge', 'decision approve', 'evaluation allow', 'consume'])
    expect(policy.approvalsSeen).toEqual([{ approverCount: 1, presence: 'hold' }])
  })

  it('gives the agent the words of the reviewer who denied', async () => {
    const { enforcer, ruling, challengeId } = await held()
    await enforcer.decide(decisionOn(challengeId, 'deny', { comment: 'Wrong target' }))
    expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'denied', challengeId, text: 'A reviewer denied it: Wrong target The call was not run.' })
  })

  it('denies by the clock when nobody answers, and refuses what comes after', async () => {
    const { enforcer, time, ruling, challengeId } = await held()
    time.pass(300_000)
    expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'expired', text: expect.stringContaining('Nobody answered in time') })
    expect(await enforcer.decide(decisionOn(challengeId, 'approve'))).toEqual({ outcome: 'refused', code: 'challenge_terminal' })
  })

  it('finds a challenge expired when the wall clock has passed, before any timer ran', async () => {
    const { enforcer, shiftWall, ruling, challengeId } = await held()
    shiftWall(300_000)
    expect(await enforcer.decide(decisionOn(challengeId, 'approve'))).toEqual({ outcome: 'refused', code: 'challenge_expired' })
    expect(await ruling).toMatchObject({ reason: 'expired' })
  })

  it('never runs a call whose caller has left, whatever is approved later', async () => {
    const { enforcer, journal, ruling, challengeId } = await held()
    await enforcer.callerGone('call-1')
    expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'cancelled' })
    expect(await enforcer.decide(decisionOn(challengeId, 'approve'))).toMatchObject({ outcome: 'refused' })
    expect(journal.written).not.toContain('consume')
  })

  it('blocks an approved call when the policy no longer agrees', async () => {
    const { enforcer, policy, ruling, challengeId, journal } = await held()
    policy.approvedVerdict = 'deny'
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'blocked', nextAction: 'request' })
    expect(journal.written).not.toContain('consume')
  })

  it('refuses an approved call whose policy breaks instead of answering', async () => {
    const { enforcer, policy, ruling, challengeId } = await held()
    policy.judgeApproved = async () => Promise.reject(new Error('engine'))
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'failed' })
  })

  it('asks for two people where the policy does, and takes one person once', async () => {
    const parts = enforcing()
    parts.policy.approvalsRequired = 2
    const { enforcer, ruling, challengeId } = await held(parts)
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await enforcer.decide(decisionOn(challengeId, 'approve'))).toEqual({ outcome: 'refused', code: 'not_eligible' })
    await enforcer.decide(decisionOn(challengeId, 'approve', { sub: 'jonas' }))
    expect(await ruling).toMatchObject({ kind: 'forward' })
  })

  it('takes one key as one person, whatever it was enrolled for later', async () => {
    const parts = enforcing()
    parts.policy.approvalsRequired = 2
    const { enforcer, challengeId } = await held(parts)
    expect(await enforcer.decide(decisionOn(challengeId, 'approve', { kid: 'one key' }))).toEqual({ outcome: 'accepted' })
    expect(await enforcer.decide(decisionOn(challengeId, 'approve', { sub: 'omar', kid: 'one key' }))).toEqual({ outcome: 'refused', code: 'not_eligible' })
  })

  it('does not let an agent have people asked and leave, over and over', async () => {
    const parts = enforcing()
    for (let i = 0; i < MOST_WITHDRAWN; i++) {
      void parts.enforcer.judge(callOf({ callId: `call-${i}`, invocationHash: digestOf((i % 16).toString(16)) }))
      await settled()
      await parts.enforcer.callerGone(`call-${i}`)
      await settled()
    }
    expect(parts.raised).toHaveLength(MOST_WITHDRAWN)
    expect(await parts.enforcer.judge(callOf({ callId: 'one more' }))).toMatchObject({ reason: 'rate_limited', retryAfterMs: 60_000 })
    parts.time.pass(60_000)
    void parts.enforcer.judge(callOf({ callId: 'later' }))
    await settled()
    expect(parts.raised).toHaveLength(MOST_WITHDRAWN + 1)
  })

  it('lets an agent have three calls waiting, and tells the fourth when to come again', async () => {
    const { enforcer, raised } = enforcing()
    for (let i = 0; i < 3; i++) void enforcer.judge(callOf({ callId: `call-${i}`, invocationHash: digestOf(`${i}`) }))
    await settled()
    expect(await enforcer.judge(callOf({ callId: 'call-4', invocationHash: digestOf('4') }))).toMatchObject({ reason: 'rate_limited', nextAction: 'retry', retryAfterMs: 300_000 })
    expect(raised).toHaveLength(3)
  })

  describe('under a stop', () => {
    it('cancels what waits, refuses what comes, and says what it did', async () => {
      const { enforcer, ruling, challengeId } = await held()
      const report = await enforcer.engage(lockOn({ kind: 'agent', value: idOf('agent') }), null)
      expect(report).toMatchObject({ epoch: 1, challengesCancelled: [challengeId] })
      expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'cancelled', text: 'This agent was stopped. The call was not run.' })
      expect(await enforcer.judge(callOf())).toMatchObject({ kind: 'refuse', reason: 'locked' })
    })

    it('names the sessions whose call cannot be called back', async () => {
      const { enforcer, policy } = enforcing()
      policy.verdict = 'allow'
      await enforcer.judge(callOf())
      expect(enforcer.lastLook(callOf())).toBeNull()
      expect(await enforcer.engage(lockOn({ kind: 'all' }), null)).toMatchObject({ inflightUnabortable: [idOf('session')] })
    })

    it('leaves alone what it does not cover', async () => {
      const { enforcer, ruling, challengeId } = await held()
      await enforcer.engage(lockOn({ kind: 'agent', value: idOf('agent', 99) }), null)
      await enforcer.decide(decisionOn(challengeId, 'approve'))
      expect(await ruling).toMatchObject({ kind: 'forward' })
    })

    it('runs calls again after a release, and its epoch does not go back', async () => {
      const { enforcer, policy } = enforcing()
      const lock = lockOn({ kind: 'all' })
      await enforcer.engage(lock, null)
      expect(await enforcer.release(lock.lock_id, PRIYA, null)).toMatchObject({ status: 'released' })
      const ruling = enforcer.judge(callOf())
      await settled()
      policy.verdict = 'allow'
      expect(enforcer.epoch).toBe(1)
      expect(await enforcer.judge(callOf({ callId: 'other' }))).toMatchObject({ kind: 'forward' })
      void ruling
    })

    it('refuses an approval that was stamped before it', async () => {
      const parts = enforcing()
      const lock = lockOn({ kind: 'all' })
      await parts.enforcer.engage(lock, null)
      await parts.enforcer.release(lock.lock_id, PRIYA, null)
      const { enforcer, challengeId } = await held(parts)
      expect(await enforcer.decide(decisionOn(challengeId, 'approve', { epoch: 0 }))).toEqual({ outcome: 'refused', code: 'fenced' })
      expect(await enforcer.decide(decisionOn(challengeId, 'approve', { epoch: 1 }))).toEqual({ outcome: 'accepted' })
    })

    it.each(['evaluation allow', 'consume'])('that falls while "%s" is written wins over the approval', async (moment) => {
      const { enforcer, journal, ruling, challengeId } = await held()
      const stop = () => void enforcer.engage(lockOn({ kind: 'all' }), null)
      const original = journal.recordEvaluation.bind(journal)
      if (moment === 'consume') {
        const consume = journal.consume.bind(journal)
        journal.consume = async (id) => {
          stop()
          return consume(id)
        }
      } else {
        journal.recordEvaluation = async (evaluation) => {
          if (evaluation.verdict === 'allow') stop()
          return original(evaluation)
        }
      }
      await enforcer.decide(decisionOn(challengeId, 'approve'))
      expect(await ruling).toMatchObject({ kind: 'refuse' })
    })

    it('that falls while a challenge is being raised ends it before anybody is asked', async () => {
      const { enforcer, journal, raised } = enforcing()
      const record = journal.recordChallenge.bind(journal)
      journal.recordChallenge = async (made) => {
        await enforcer.engage(lockOn({ kind: 'all' }), null)
        return record(made)
      }
      expect(await enforcer.judge(callOf())).toMatchObject({ kind: 'refuse' })
      expect(raised).toEqual([])
    })
  })

  describe('with a journal that cannot write', () => {
    it('runs nothing, and says so', async () => {
      const { enforcer, journal, policy, problems } = enforcing()
      journal.isFailing = true
      for (const verdict of ['allow', 'challenge'] as const) {
        policy.verdict = verdict
        expect(await enforcer.judge(callOf())).toMatchObject({ kind: 'refuse', reason: 'failed', nextAction: 'retry' })
      }
      expect(problems).toHaveLength(2)
    })

    it('does not approve, but does deny and does stop', async () => {
      const first = await held()
      first.journal.isFailing = true
      expect(await first.enforcer.decide(decisionOn(first.challengeId, 'approve'))).toEqual({ outcome: 'refused', code: 'unavailable' })
      expect(await first.enforcer.decide(decisionOn(first.challengeId, 'deny'))).toEqual({ outcome: 'accepted' })
      expect(await first.ruling).toMatchObject({ reason: 'denied' })

      first.journal.isFailing = false
      first.time.pass(5_000)
      await settled()
      expect(first.journal.ended.get(first.challengeId)).toBe('denied')

      const second = await held()
      second.journal.isFailing = true
      await second.enforcer.engage(lockOn({ kind: 'all' }), null)
      expect(await second.ruling).toMatchObject({ kind: 'refuse' })
      expect(second.problems.join(' ')).toContain('holds, but could not be written down')
    })

    it('refuses an approved call whose consumption it cannot write', async () => {
      const { enforcer, journal, ruling, challengeId } = await held()
      journal.consume = async () => Promise.reject(new Error('SQLITE_FULL'))
      await enforcer.decide(decisionOn(challengeId, 'approve'))
      expect(await ruling).toMatchObject({ kind: 'refuse', reason: 'failed' })
    })
  })
})
