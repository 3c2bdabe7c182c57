import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isUnanswered, stepped, type Decision } from '../../../electron/core/inbox/Decision.ts'
import { Challenges } from '../../../electron/core/inbox/Challenges.ts'
import { Decisions } from '../../../electron/core/inbox/Decisions.ts'
import { actionHash, examine } from '../../../electron/core/inbox/examine.ts'
import { nextHeld, recordOf, type Held } from '../../../electron/core/inbox/Held.ts'
import { typedValueOf } from '../../../electron/core/inbox/typedValue.ts'
import { mustBeSentAgain, type DeliveryEvent } from '../../../shared/domain/index.ts'
import { hashJson } from '../../../shared/evidence/index.ts'
import { canonical, FakePoint } from '../../fakes/core/FakePoint.ts'
import { challengePayloadOf, digestOf, idOf } from '../../builders/protocol.ts'

const point = new FakePoint(1)
const envelope = point.sign('decision', { any: 'thing' })
const decision = (verdict: 'approve' | 'deny', n = 1): Decision =>
  ({ decisionId: idOf('decision', n), challengeId: idOf('challenge', n), pointId: idOf('point', 1), verdict, envelope, decisionHash: digestOf('1'), n: 0, delivery: { status: 'recorded' }, sinceMs: 0, linkNumber: null })

const event: fc.Arbitrary<DeliveryEvent> = fc.constantFrom<DeliveryEvent[]>(
  { kind: 'sent' }, { kind: 'linkEnded' }, { kind: 'receipt', outcome: 'accepted' }, { kind: 'receipt', outcome: 'refused', code: 'fenced' },
  { kind: 'resynced', pointHasIt: true }, { kind: 'resynced', pointHasIt: false }, { kind: 'enforced', outcome: 'forwarded', result: 'ok' }, { kind: 'enforced', outcome: 'blocked', reason: '' },
)

describe('where a decision is', () => {
  it('is executed only after it was accepted, and an approval is never to be sent again once it was sent', () => {
    fc.assert(fc.property(fc.constantFrom('approve' as const, 'deny' as const), fc.array(event, { maxLength: 20 }), (verdict, events) => {
      let now = decision(verdict)
      let hasYes = false
      for (const one of events) {
        now = stepped(now, one, 1)
        hasYes ||= (one.kind === 'receipt' && one.outcome === 'accepted') || (one.kind === 'resynced' && one.pointHasIt)
        if (['executed', 'blocked', 'accepted'].includes(now.delivery.status)) expect(hasYes).toBe(true)
        if (verdict === 'approve') expect(mustBeSentAgain(now.delivery, verdict)).toBe(false)
        else if (isUnanswered(now)) expect(mustBeSentAgain(now.delivery, verdict)).toBe(true)
      }
    }))
  })

  it('is found among the unanswered ones of its point exactly as long as the point has not answered', () => {
    fc.assert(fc.property(fc.array(fc.record({ n: fc.integer({ min: 1, max: 4 }), event }), { maxLength: 30 }), (steps) => {
      const all = new Decisions({ now: () => 0, changed: () => {} })
      for (const n of [1, 2, 3, 4]) all.add(decision(n % 2 === 0 ? 'approve' : 'deny', n))
      for (const step of steps) all.step(idOf('decision', step.n), step.event)
      const expected = [1, 2, 3, 4].flatMap((n) => all.get(idOf('decision', n)) ?? []).filter(isUnanswered)
      expect(new Set(all.unansweredOf(idOf('point', 1)))).toEqual(new Set(expected))
    }))
  })
})

describe('challenges', () => {
  it('that ended long ago are let go with their decisions; one that waits, and a decision without an answer, never are', () => {
    const decisions = new Decisions({ now: () => 0, changed: () => {} })
    const challenges = new Challenges({ pointOf: () => ({ key: point.key.publicKey }) as never, changed: () => {}, alarm: () => {}, forgotten: (id) => decisions.forget(id) })
    const ids = Array.from({ length: 1_003 }, (_, n) => point.challenge(n)).map((payload, n) => {
      decisions.add({ ...decision('deny', n + 1), challengeId: payload.challenge_id, delivery: n === 1 ? { status: 'sent' } : { status: 'accepted' } })
      challenges.tell(point.pointId, { ...point.record(payload), state: n === 0 ? 'pending' : 'denied' })
      return payload.challenge_id
    })
    expect(ids.map((id) => challenges.get(id) !== undefined).indexOf(false)).toBe(1)
    expect(ids.filter((id) => challenges.get(id) === undefined)).toEqual(ids.slice(1, 3))
    expect([0, 1, 2, 3].map((n) => decisions.newestOf(ids[n] ?? idOf('challenge')) !== undefined)).toEqual([true, true, false, true])
  })
})

describe('a challenge', () => {
  const payload = point.challenge(0)
  const record = point.record(payload)
  const held: Held = { pointId: point.pointId, envelope: record.envelope, payload, challengeHash: digestOf('1'), ...recordOf(record), bytes: null, examination: null, faults: [], isForgotten: false }

  it('that has ended stays as it ended, whatever is said later', () => {
    const state = fc.constantFrom('pending' as const, 'approved' as const, 'denied' as const, 'expired' as const, 'cancelled' as const, 'failed' as const)
    fc.assert(fc.property(fc.array(state, { maxLength: 10 }), (states) => {
      let now = held
      let ended: string | null = null
      for (const one of states) {
        const step = nextHeld(now, { ...record, state: one })
        now = step.held
        if (ended !== null) {
          expect(now.state).toBe(ended)
          expect(step.contradiction === null).toBe(one === ended)
        }
        if (ended === null && one !== 'pending') ended = one
      }
    }))
  })

  it('that is told again with other bytes cannot be verified any more', () => {
    const other = point.record({ ...payload, statement: 'changed' })
    const { held: now, contradiction } = nextHeld(held, other)
    expect(contradiction).not.toBeNull()
    expect(now.payload).toBe(payload)
    expect(now.faults.length).toBe(1)
    expect(nextHeld(now, record).held.faults.length).toBe(1)
  })

  it('has no difference where the point is honest, and one for each digest that it changes', () => {
    const bytes = new TextEncoder().encode(payload.invocation)
    expect(examine(payload, bytes).differences).toEqual([])
    for (const name of ['invocation_hash', 'chain_hash', 'action_hash', 'display_hash', 'display_profile'] as const) {
      expect(examine({ ...payload, [name]: digestOf('0') }, bytes).differences.length).toBe(1)
    }
    expect(examine({ ...payload, display_context: { agent: { name: 'billing' }, surprise: true } }, bytes).differences.length).toBeGreaterThan(0)
  })

  it('that cannot be computed here differs, and keeps nobody from the others', () => {
    const beyondJson = { ...payload, chain: [{ ...payload.chain[0], name: '\ud800' }] } as typeof payload
    const { differences, facts } = examine(beyondJson, new TextEncoder().encode(payload.invocation))
    expect(differences).toMatchObject([expect.stringMatching(/could not examine the action/)])
    expect(facts.facts).toEqual([])
  })

  it('binds what ARAP binds: the subject without its act, and of the context the named members alone', () => {
    const one = challengePayloadOf({ subject: { type: 'agent', id: 'a', properties: { act: { sub: 'x' }, kept: 1 } }, context: { a: 1, b: 2 }, binding_context_members: ['a', 'absent'] })
    expect(actionHash(one)).toBe(hashJson({ subject: { type: 'agent', id: 'a', properties: { kept: 1 } }, action: one.action, resource: one.resource, context: { a: 1 } }))
  })

  it('asks for one of its typable values, the same one each time, and for another one in another challenge', () => {
    const bytes = canonical({ arguments: { a: 'alpha', b: 'beta', c: 'a\u200bb' } })
    const chosen = new Set<string>()
    for (let n = 1; n < 40; n++) {
      const typed = { ...held, bytes, payload: { ...payload, challenge_id: idOf('challenge', n), presence_required: 'typed' as const, critical_values: ['/arguments/a', '/arguments/b', '/arguments/c', '/arguments/none'] } }
      const value = typedValueOf(typed)
      expect(value).toEqual(typedValueOf(typed))
      chosen.add(value?.expected ?? '')
    }
    expect(chosen).toEqual(new Set(['alpha', 'beta']))
  })
})
