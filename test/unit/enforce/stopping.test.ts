import { describe, expect, it } from 'vitest'
import { printTime } from '../../../shared/protocol/index.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { callOf, decisionOn, enforcing, lockOn, PRIYA, settled } from '../../fakes/enforce/neighbours.ts'

const HOUR = 3_600_000
const all = (over = {}) => lockOn({ kind: 'all' }, over)

/** A call that was let go and is not written yet. */
async function letGo() {
  const parts = enforcing()
  parts.policy.verdict = 'allow'
  await parts.enforcer.judge(callOf())
  return parts
}

/** A call that runs. */
async function running() {
  const parts = await letGo()
  expect(parts.enforcer.lastLook(callOf())).toBeNull()
  return parts
}

async function held(parts = enforcing()) {
  const ruling = parts.enforcer.judge(callOf())
  await settled()
  return { ...parts, ruling, challengeId: parts.raised[0] as never }
}

describe('a stop', () => {
  it('that aborts counts as aborted only what never ran, and names the rest as able to finish', async () => {
    const first = await running()
    expect(await first.enforcer.engage(all({ mode: 'abort_inflight' }), null)).toMatchObject({ inflightAborted: [], inflightUnabortable: [idOf('session')] })
    expect(first.aborted).toEqual(['call-1'])

    const second = await running()
    second.transport.answer = 'prevented'
    expect(await second.enforcer.engage(all({ mode: 'abort_inflight' }), null)).toMatchObject({ inflightAborted: [idOf('session')], inflightUnabortable: [] })
    expect(second.enforcements).toMatchObject([{ outcome: 'aborted' }])
  })

  it('that drains, and a pause, abort nothing', async () => {
    for (const over of [{ mode: 'drain' }, { effect: 'pause', mode: 'abort_inflight' }] as const) {
      const parts = await running()
      expect(await parts.enforcer.engage(all(over), null)).toMatchObject({ inflightAborted: [], inflightUnabortable: [idOf('session')] })
      expect(parts.aborted).toEqual([])
    }
  })

  it('no longer names a call whose outcome is known, or whose caller left before it was written', async () => {
    const first = await running()
    await first.enforcer.finished(callOf(), { challenge_id: null, evaluation_id: idOf('evaluation'), outcome: 'forwarded', result: 'ok' })
    expect(await first.enforcer.engage(all(), null)).toMatchObject({ inflightUnabortable: [] })

    const second = await running()
    await second.enforcer.callerGone('call-1')
    expect(second.enforcements).toMatchObject([{ outcome: 'aborted' }])
    expect(await second.enforcer.engage(all(), null)).toMatchObject({ inflightUnabortable: [] })
  })

  it('that comes before a call which was let go is written refuses it, and does not say that it may still finish', async () => {
    for (const over of [{ mode: 'drain' }, { effect: 'pause' }] as const) {
      const parts = await letGo()
      expect(await parts.enforcer.engage(all(over), null)).toMatchObject({ inflightUnabortable: [] })
      expect(parts.enforcer.lastLook(callOf())).toMatchObject({ kind: 'refuse', reason: 'locked' })
    }
  })

  it('that came and went before a call which was let go is written refuses it too, and so do a restore and a call that is no longer known', async () => {
    const stopped = await letGo()
    await stopped.enforcer.engage(all(), null)
    await stopped.enforcer.release(all().lock_id, PRIYA, null)
    expect(stopped.enforcer.lastLook(callOf())).toMatchObject({ reason: 'locked' })

    const restored = await letGo()
    await restored.enforcer.voidAll(3)
    expect(restored.enforcer.lastLook(callOf())).toMatchObject({ reason: 'locked' })

    const over = await letGo()
    await over.enforcer.callerGone('call-1')
    expect(over.enforcer.lastLook(callOf())).toMatchObject({ reason: 'locked' })
  })

  it('of others lets a call run that was let go', async () => {
    const parts = await letGo()
    await parts.enforcer.engage(lockOn({ kind: 'agent', value: idOf('agent', 9) }), null)
    expect(parts.enforcer.lastLook(callOf())).toBeNull()
  })

  it('names the live sessions that it covers', async () => {
    const parts = enforcing()
    const { sessionId, agentId, chain } = callOf()
    parts.live.push({ sessionId, agentId, chain }, { sessionId: idOf('session', 2), agentId: idOf('agent', 2), chain })
    expect(await parts.enforcer.engage(lockOn({ kind: 'agent', value: agentId }), null)).toMatchObject({ sessionsStopped: [sessionId] })
  })

  it('is announced whole when it is engaged and when it is released, and raises the epoch', async () => {
    const parts = enforcing()
    await parts.enforcer.engage(all(), null)
    await parts.enforcer.release(idOf('lock'), PRIYA, null)
    expect(parts.stops).toMatchObject([['engaged', { epoch: 1, created_by: PRIYA }], ['released', { epoch: 1, released_by: PRIYA, released_at: printTime(1_000_000) }]])
    expect(parts.epochs).toEqual([1])
    expect(parts.enforcer.lockRecords()).toMatchObject([{ released_by: PRIYA }])
  })

  it('that is ordered again gives its first report, and stops nothing that came after a release', async () => {
    const { enforcer, policy, challengeId } = await held()
    const first = await enforcer.engage(all(), null)
    expect(await enforcer.engage(all(), null)).toEqual(first)
    expect(first.challengesCancelled).toEqual([challengeId])
    await enforcer.release(idOf('lock'), PRIYA, null)
    expect(await enforcer.engage(all(), null)).toMatchObject({ epoch: 1 })
    policy.verdict = 'allow'
    expect(await enforcer.judge(callOf({ callId: 'call-2' }))).toMatchObject({ kind: 'forward' })
  })

  it('that could not be written holds, says so, and is written as soon as the disk takes it', async () => {
    const parts = enforcing()
    parts.journal.isFailing = true
    expect(await parts.enforcer.engage(all(), null)).toMatchObject({ isDurable: false })
    expect(await parts.enforcer.judge(callOf())).toMatchObject({ reason: 'locked' })
    expect(await parts.enforcer.release(idOf('lock'), PRIYA, null)).toEqual({ status: 'refused', code: 'unavailable' })
    parts.journal.isFailing = false
    parts.time.pass(5_000)
    await settled()
    expect(parts.journal.locks.size).toBe(1)
    expect(await parts.enforcer.engage(all(), null)).toMatchObject({ isDurable: true })
  })

  it('that is asked for again and again while the disk takes nothing is tried once in a while, and said once', async () => {
    const parts = enforcing()
    parts.journal.isFailing = true
    for (let i = 0; i < 20; i++) await parts.enforcer.engage(all(), null)
    expect(parts.time.waiting).toBe(1)
    expect(parts.problems).toHaveLength(1)
  })

  it('keeps the reason of its release, and tells it', async () => {
    const parts = enforcing()
    await parts.enforcer.engage(all(), null)
    await parts.enforcer.release(idOf('lock'), PRIYA, null, 'It was a drill.')
    expect(parts.stops[1]).toMatchObject(['released', { release_reason: 'It was a drill.' }])
    expect([...parts.journal.locks.values()]).toMatchObject([{ release_reason: 'It was a drill.' }])
  })

  it('holds over a restart, and so does what it voided', async () => {
    const first = enforcing()
    await first.enforcer.engage(all(), null)
    const second = enforcing(first)
    expect(second.enforcer.epoch).toBe(1)
    expect(await second.enforcer.judge(callOf())).toMatchObject({ reason: 'locked' })
    await second.enforcer.release(idOf('lock'), PRIYA, null)
    const { enforcer, challengeId } = await held(second)
    expect(await enforcer.decide(decisionOn(challengeId, 'approve', { epoch: 0 }))).toEqual({ outcome: 'refused', code: 'fenced' })
  })

  it('ends by the clock when its time is over, by the hand of the system', async () => {
    const parts = enforcing()
    await parts.enforcer.engage(all({ expires_at: printTime(1_000_000 + 2 * HOUR) }), null)
    parts.time.pass(2 * HOUR - 1)
    await settled()
    expect(parts.stops).toHaveLength(1)
    parts.time.pass(1)
    await settled()
    expect(parts.stops[1]).toMatchObject(['released', { released_by: { sub: 'system' } }])
  })

  it('does not end early because the wall clock was set forward, or while its end cannot be written', async () => {
    const parts = enforcing()
    await parts.enforcer.engage(all({ expires_at: printTime(1_000_000 + HOUR) }), null)
    parts.shiftWall(2 * HOUR)
    parts.time.pass(HOUR - 1)
    await settled()
    expect(parts.stops).toHaveLength(1)
    parts.journal.isFailing = true
    parts.time.pass(1)
    await settled()
    expect(await parts.enforcer.judge(callOf())).toMatchObject({ reason: 'locked' })
    parts.journal.isFailing = false
    parts.time.pass(10_000)
    await settled()
    expect(parts.stops).toHaveLength(2)
  })

  it('refuses the release of a lock that nobody knows', async () => {
    expect(await enforcing().enforcer.release(idOf('lock'), PRIYA, null)).toEqual({ status: 'refused', code: 'bad_request' })
  })
})

describe('a key that is revoked', () => {
  it('voids its approval in a quorum, and the challenge waits on without it', async () => {
    const parts = enforcing()
    parts.policy.approvalsRequired = 2
    const { enforcer, ruling, challengeId, updatesOf } = await held(parts)
    await enforcer.decide(decisionOn(challengeId, 'approve', { presence: 'typed' }))
    await enforcer.revokeKey('key of ines')
    expect(updatesOf(challengeId).map(({ decided_count }) => decided_count)).toEqual([1, 0])
    await enforcer.decide(decisionOn(challengeId, 'approve', { sub: 'jonas', epoch: 1 }))
    expect(updatesOf(challengeId).at(-1)).toMatchObject({ state: 'pending', decided_count: 1 })
    expect(await enforcer.decide(decisionOn(challengeId, 'approve', { epoch: 1 }))).toEqual({ outcome: 'refused', code: 'key_revoked' })
    await enforcer.decide(decisionOn(challengeId, 'approve', { kid: 'new key of ines', epoch: 1, presence: 'click' }))
    expect(await ruling).toMatchObject({ kind: 'forward' })
    expect(parts.policy.approvalsSeen).toEqual([{ approverCount: 2, presence: 'click' }])
  })

  it.each(['decision approve', 'evaluation allow', 'consume'])('while "%s" is written leaves nothing to run', async (moment) => {
    const { enforcer, journal, ruling, challengeId } = await held()
    journal.meanwhile = (what) => {
      if (what === moment) void enforcer.revokeKey('key of ines')
    }
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    expect(await ruling).toMatchObject({ kind: 'refuse' })
    expect(enforcer.epoch).toBe(1)
  })

  it('before a call that it let go is written refuses it, and leaves alone what another key let go', async () => {
    for (const [kid, isRefused] of [['key of ines', true], ['key of jonas', false]] as const) {
      const { enforcer, ruling, challengeId } = await held()
      await enforcer.decide(decisionOn(challengeId, 'approve'))
      expect(await ruling).toMatchObject({ kind: 'forward' })
      await enforcer.revokeKey(kid)
      expect(enforcer.lastLook(callOf()) !== null).toBe(isRefused)
    }
  })

  it('stays revoked over a restart', async () => {
    const first = enforcing()
    await first.enforcer.revokeKey('key of ines')
    const { enforcer, challengeId } = await held(enforcing(first))
    expect(enforcer.epoch).toBe(1)
    expect(await enforcer.decide(decisionOn(challengeId, 'approve', { epoch: 1 }))).toEqual({ outcome: 'refused', code: 'key_revoked' })
  })
})

describe('a point that was restored from an old copy', () => {
  it('voids what waits, lifts its epoch, and refuses high risk until somebody has looked at it', async () => {
    const parts = await held()
    await parts.enforcer.voidAll(41)
    expect(await parts.ruling).toMatchObject({ kind: 'refuse', reason: 'cancelled' })
    expect(parts.enforcer.epoch).toBe(42)
    const again = enforcing(parts)
    expect(await again.enforcer.judge(callOf({ callId: 'call-2' }))).toMatchObject({ reason: 'policy_denied' })
    again.policy.verdict = 'allow'
    expect(await again.enforcer.judge(callOf({ callId: 'call-3' }))).toMatchObject({ kind: 'forward' })
    again.policy.verdict = 'challenge'
    await again.enforcer.recover()
    void again.enforcer.judge(callOf({ callId: 'call-4' }))
    await settled()
    expect(again.raised).toHaveLength(1)
  })
})

describe('what consoles are shown', () => {
  it('is each challenge whole: waiting, ended by whom and when, and what became of its call', async () => {
    const { enforcer, ruling, challengeId } = await held()
    expect(enforcer.challengeRecords()).toMatchObject([{ state: 'pending', decided_count: 0 }])
    expect(enforcer.findChallenge(challengeId)).toMatchObject({ isPending: true, challengeHash: digestOf('9') })
    expect(enforcer.invocationBytes(digestOf('a'))).toEqual(new Uint8Array())
    await enforcer.decide(decisionOn(challengeId, 'approve'))
    await ruling
    expect(enforcer.challengeRecords()).toMatchObject([{ state: 'approved', decided_count: 1, ended_by: { sub: 'ines', name: 'ines' }, enforcement: { outcome: 'forwarded' } }])
    await enforcer.finished(callOf(), { challenge_id: challengeId, evaluation_id: idOf('evaluation'), outcome: 'forwarded', finished_at: printTime(1_000_000), result: 'ok' })
    expect(enforcer.challengeRecords()).toMatchObject([{ enforcement: { result: 'ok' } }])
    expect(enforcer.findChallenge(challengeId)).toMatchObject({ isPending: false })
    expect(enforcer.decisionsOf(challengeId, { iss: 'https://id.example', sub: 'ines' })).toHaveLength(1)
  })

  it('are those that ended within the hour, also before a restart', async () => {
    const parts = await held()
    const again = enforcing(parts)
    expect(again.enforcer.challengeRecords()).toMatchObject([{ state: 'cancelled' }])
    again.time.pass(HOUR + 1)
    expect(again.enforcer.challengeRecords()).toEqual([])
    expect(again.enforcer.findChallenge(parts.challengeId)).toMatchObject({ isPending: false })
  })
})
