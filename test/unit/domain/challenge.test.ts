import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newChallenge, nextChallengeState, toId, type Actor, type ChallengeEvent, type ChallengeState, type ChallengeTerms } from '../../../shared/domain/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'

const person = (sub: string): Actor => ({ iss: 'https://id.example', sub })
const decision = (n: number) => toId('decision', uuidV7(n, new Uint8Array(10).fill(n)))
const at = (ms: number, wallMs = ms) => ({ monotonicMs: ms, wallMs })
const terms: ChallengeTerms = { approvalsRequired: 1, holdMode: 'stream', deadline: at(1_000), deadlineReason: 'ttl', approvalLifeMs: 60_000 }
const approve = (sub: string, ms: number, over: Partial<Extract<ChallengeEvent, { kind: 'approve' }>> = {}): ChallengeEvent => ({ kind: 'approve', approval: { decisionId: decision(1), reviewer: person(sub), kid: `key of ${sub}`, stampedEpoch: 0 }, isFenced: false, now: at(ms), ...over })
const deny = (ms: number): ChallengeEvent => ({ kind: 'deny', by: person('ines'), decisionId: decision(2), now: at(ms) })
const consume = (ms: number, over: Partial<Extract<ChallengeEvent, { kind: 'consume' }>> = {}): ChallengeEvent => ({ kind: 'consume', isFenced: false, isStillAllowed: true, now: at(ms), ...over })

/** Plays events in order and gives the last state and every refusal. */
function played(events: readonly ChallengeEvent[], over: Partial<ChallengeTerms> = {}) {
  let state: ChallengeState = newChallenge
  const refusals: unknown[] = []
  for (const event of events) {
    const step = nextChallengeState(state, { ...terms, ...over }, event)
    state = step.state
    if (step.refusal !== null) refusals.push(step.refusal)
  }
  return { state, refusals }
}

describe('a challenge', () => {
  it('is approved in time, consumed once, and finishes', () => {
    expect(played([approve('ines', 999), consume(1_500), { kind: 'finish', result: 'ok' }]).state).toMatchObject({ status: 'approved', enforcement: { outcome: 'forwarded', result: 'ok' } })
    expect(played([approve('ines', 999), consume(1_500), { kind: 'finish', result: 'ok' }, { kind: 'finish', result: 'error' }]).state).toMatchObject({ enforcement: { result: 'ok' } })
  })

  it('has expired for a decision that arrives when either clock has passed, with no sweep in between', () => {
    for (const now of [at(1_000), at(1, 1_000), at(1_000, 1)]) {
      expect(played([approve('ines', 0, { now })])).toEqual({ state: { status: 'expired', reason: 'ttl' }, refusals: ['challenge_expired'] })
    }
    expect(played([approve('ines', 999)]).state.status).toBe('approved')
  })

  it('says of a late denial that it came too late, and stays expired', () => {
    expect(played([{ kind: 'tick', now: at(1_000) }, deny(1_001)])).toEqual({ state: { status: 'expired', reason: 'ttl' }, refusals: ['challenge_terminal'] })
  })

  it('needs as many different people as it asks for, whatever keys they use', () => {
    const two = { approvalsRequired: 2 }
    expect(played([approve('ines', 1), approve('ines', 2)], two)).toMatchObject({ state: { status: 'pending' }, refusals: ['not_eligible'] })
    expect(played([approve('ines', 1), approve('jonas', 2)], two).state.status).toBe('approved')
    expect(played([approve('ines', 1), deny(2), approve('jonas', 3)], two)).toMatchObject({ state: { status: 'denied' }, refusals: ['challenge_terminal'] })
  })

  it('is cancelled by a caller that leaves, but waits for one that was told to come again', () => {
    expect(played([{ kind: 'callerGone' }]).state).toEqual({ status: 'cancelled', reason: 'caller_gone' })
    expect(played([{ kind: 'callerGone' }, approve('ines', 1), { kind: 'callerGone' }, consume(2)], { holdMode: 'retry' }).state).toMatchObject({ enforcement: { outcome: 'forwarded' } })
    expect(played([approve('ines', 1), { kind: 'callerGone' }, consume(2)]).state).toMatchObject({ enforcement: { outcome: 'aborted' } })
  })

  it('blocks an approved call whose approval is over, fenced, or no longer allowed', () => {
    expect(played([approve('ines', 1), consume(60_001)]).state).toMatchObject({ enforcement: { outcome: 'blocked', reason: 'approval_expired' } })
    expect(played([approve('ines', 1), consume(2, { isFenced: true })]).state).toMatchObject({ enforcement: { outcome: 'blocked', reason: 'locked' } })
    expect(played([approve('ines', 1), consume(2, { isStillAllowed: false })]).state).toMatchObject({ enforcement: { outcome: 'blocked', reason: 'policy_denied' } })
    expect(played([approve('ines', 1), { kind: 'cancel', reason: 'revoked', now: at(2) }, consume(3)]).state).toMatchObject({ enforcement: { outcome: 'blocked', reason: 'revoked' } })
  })

  it('goes on without the approvals of a key that was revoked, and blocks a call that rests on one', () => {
    const revoke = (kid: string): ChallengeEvent => ({ kind: 'revokeKey', kid, now: at(3) })
    const two = { approvalsRequired: 2 }
    expect(played([approve('ines', 1), revoke('key of ines'), approve('jonas', 4)], two).state).toMatchObject({ status: 'pending', approvals: [{ reviewer: { sub: 'jonas' } }] })
    expect(played([approve('ines', 1), revoke('key of jonas'), approve('jonas', 4)], two).state.status).toBe('approved')
    expect(played([approve('ines', 1), revoke('key of ines'), consume(4)])).toMatchObject({ state: { enforcement: { outcome: 'blocked', reason: 'key_revoked' } }, refusals: ['not_consumable'] })
    expect(played([approve('ines', 1), consume(2), revoke('key of ines')]).state).toMatchObject({ enforcement: { outcome: 'forwarded' } })
  })

  it('blocks an approval that has run out on either clock, over a suspend or a restart of the machine', () => {
    const days = 6 * 86_400_000
    expect(played([approve('ines', 1), consume(2, { now: at(2, days) })]).state).toMatchObject({ enforcement: { outcome: 'blocked', reason: 'approval_expired' } })
    expect(played([approve('ines', 1), consume(0, { now: at(days, 2) })]).state).toMatchObject({ enforcement: { outcome: 'blocked', reason: 'approval_expired' } })
  })

  it('refuses every consumption but the one that lets the call run', () => {
    expect(played([consume(1)]).refusals).toEqual(['not_consumable'])
    expect(played([approve('ines', 1), consume(2), consume(3)]).refusals).toEqual(['not_consumable'])
    expect(played([deny(1), consume(2)]).refusals).toEqual(['not_consumable'])
    expect(played([consume(2_000)])).toEqual({ state: { status: 'expired', reason: 'ttl' }, refusals: ['not_consumable'] })
  })

  it('never runs a call twice, and never one that was denied, expired, cancelled, fenced or not approved by enough people, in any order of events', () => {
    const now = fc.record({ monotonicMs: fc.integer({ min: 0, max: 1_200 }), wallMs: fc.integer({ min: 0, max: 1_200 }) })
    const event: fc.Arbitrary<ChallengeEvent> = fc.oneof(
      fc.record({ kind: fc.constant('approve' as const), approval: fc.constantFrom('ines', 'jonas', 'priya').map((sub) => ({ decisionId: decision(1), reviewer: person(sub), kid: `key of ${sub}`, stampedEpoch: 0 })), isFenced: fc.boolean(), now }),
      now.map((moment) => ({ kind: 'deny' as const, by: person('ines'), decisionId: decision(2), now: moment })),
      now.map((moment) => ({ kind: 'tick' as const, now: moment })),
      fc.record({ kind: fc.constant('revokeKey' as const), kid: fc.constantFrom('key of ines', 'key of jonas'), now }),
      now.map((moment) => ({ kind: 'cancel' as const, reason: 'revoked' as const, now: moment })),
      fc.constant({ kind: 'fail' as const, reason: 'x' }),
      fc.record({ kind: fc.constant('consume' as const), isFenced: fc.boolean(), isStillAllowed: fc.boolean(), now }),
      fc.constant({ kind: 'callerGone' as const }),
      fc.constant({ kind: 'finish' as const, result: 'ok' as const }),
    )
    fc.assert(fc.property(fc.array(event, { maxLength: 25 }), fc.integer({ min: 1, max: 3 }), fc.constantFrom('stream' as const, 'retry' as const), (events, approvalsRequired, holdMode) => {
      const own = { ...terms, approvalsRequired, holdMode, approvalLifeMs: 100 }
      let state: ChallengeState = newChallenge
      let forwarded = 0
      const yes = new Set<string>()
      for (const one of events) {
        const before = state
        const step = nextChallengeState(before, own, one)
        state = step.state
        if (one.kind === 'approve' && before.status === 'pending' && !one.isFenced && one.now.monotonicMs < 1_000 && one.now.wallMs < 1_000) yes.add(one.approval.reviewer.sub)
        if (one.kind === 'revokeKey' && before.status === 'pending') yes.delete(one.kid.slice('key of '.length))
        if (before.status !== 'pending' && before.status !== 'approved') expect(state).toBe(before)
        const runs = state.status === 'approved' && state.enforcement.outcome === 'forwarded'
        const ran = before.status === 'approved' && before.enforcement.outcome === 'forwarded'
        if (one.kind === 'consume' && !(runs && !ran) && state.status !== 'approved') expect(step.refusal).toBe('not_consumable')
        if (runs && !ran) {
          forwarded++
          expect(yes.size).toBeGreaterThanOrEqual(approvalsRequired)
          expect(one).toMatchObject({ kind: 'consume', isFenced: false, isStillAllowed: true })
          expect(step.refusal).toBe(null)
          const until = before.status === 'approved' ? before.until : at(0)
          expect(one.kind === 'consume' && one.now.monotonicMs < until.monotonicMs && one.now.wallMs < until.wallMs).toBe(true)
        }
      }
      expect(forwarded).toBeLessThanOrEqual(1)
    }), { numRuns: 5_000 })
  })
})
