import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { covers, effectOn, isFenced, isId, isInChain, isPresenceEnough, mustBeSentAgain, nextDelivery, nextLockDelivery, toId, type Chain, type Covered, type Delivery, type DeliveryEvent, type Lock } from '../../../shared/domain/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'

const uuid = (n: number) => uuidV7(1_700_000_000_000 + n, new Uint8Array(10).fill(n))
const mara = { iss: 'https://id.example', sub: 'mara' }
const chain: Chain = [{ hop: 0, kind: 'human', ...mara, assurance: 'asserted' }, { hop: 1, kind: 'agent', iss: 'point', sub: 'billing', assurance: 'verified' }]
const call: Covered = { pointId: toId('point', uuid(1)), agentId: toId('agent', uuid(2)), sessionId: toId('session', uuid(3)), chain }
const lock = (over: Partial<Lock>): Lock => ({ lockId: toId('lock', uuid(9)), target: { kind: 'all' }, effect: 'halt', mode: 'drain', epoch: 5, ...over })

describe('an id', () => {
  it('carries what it is of, and is read in one spelling only', () => {
    const session = toId('session', uuid(1))
    expect(session).toMatch(/^ses_018bcfe5-6801-7/)
    expect([isId('session', session), isId('agent', session), isId('session', session.toUpperCase()), isId('session', `${session} `)]).toEqual([true, false, false, false])
    expect(() => toId('agent', 'x')).toThrow(RangeError)
  })

  it('is a UUID of version 7 that sorts by time', () => {
    fc.assert(fc.property(fc.nat(2 ** 44), fc.nat(2 ** 44), fc.uint8Array({ minLength: 10, maxLength: 10 }), (a, b, random) => {
      expect(isId('lock', toId('lock', uuidV7(a, random)))).toBe(true)
      if (a < b) expect(uuidV7(a, random) < uuidV7(b, random)).toBe(true)
    }))
  })
})

describe('a chain', () => {
  it('holds a person by issuer and subject, never by name', () => {
    expect(isInChain(chain, mara)).toBe(true)
    expect(isInChain(chain, { iss: 'https://other.example', sub: 'mara' })).toBe(false)
  })
})

describe('a presence', () => {
  it('is enough from the required one on, and never for one that is not known', () => {
    expect([isPresenceEnough('click', 'click'), isPresenceEnough('hold', 'typed'), isPresenceEnough('typed', 'hold')]).toEqual([true, false, true])
    expect([isPresenceEnough('typed', 'retina' as never), isPresenceEnough('nod' as never, 'click')]).toEqual([false, false])
  })
})

describe('a lock', () => {
  it('covers exactly what its target names', () => {
    expect(covers({ kind: 'all' }, call)).toBe(true)
    expect(covers({ kind: 'agent', value: call.agentId }, call)).toBe(true)
    expect(covers({ kind: 'agent', value: toId('agent', uuid(4)) }, call)).toBe(false)
    expect(covers({ kind: 'session', value: call.sessionId }, call)).toBe(true)
    expect(covers({ kind: 'point', value: toId('point', uuid(4)) }, call)).toBe(false)
    expect(covers({ kind: 'principal', value: mara }, call)).toBe(true)
  })

  it('of a kind that is not known covers everything', () => {
    expect(covers({ kind: 'server', value: 'files' } as never, call)).toBe(true)
  })

  it('that halts is stronger than one that pauses', () => {
    expect(effectOn([], call)).toBe(null)
    expect(effectOn([lock({ effect: 'pause' })], call)).toBe('pause')
    expect(effectOn([lock({ effect: 'pause' }), lock({ effect: 'halt' })], call)).toBe('halt')
  })

  it('fences what was stamped before it and is covered by it, and nothing else', () => {
    const revocations = [{ epoch: 5, target: { kind: 'agent', value: call.agentId } as const }]
    expect([4, 5, 6].map((stamp) => isFenced(stamp, revocations, call))).toEqual([true, false, false])
    expect(isFenced(4, revocations, { ...call, agentId: toId('agent', uuid(8)) })).toBe(false)
  })

  it('is confirmed by a verified receipt alone, and stays so', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom('linkEnded' as const, 'noAnswer' as const, 'sentAgain' as const, 'receiptVerified' as const)), (events) => {
      const end = events.reduce(nextLockDelivery, 'sending')
      expect(end === 'confirmed').toBe(events.includes('receiptVerified'))
    }))
  })
})

describe('the delivery of a decision', () => {
  const end = (kind: 'approve' | 'deny', ...events: readonly DeliveryEvent[]) => events.reduce<Delivery>((delivery, event) => nextDelivery(delivery, kind, event), { status: 'recorded' }).status

  it('leaves an approval unconfirmed when the link ends, until the point has spoken', () => {
    expect(end('approve', { kind: 'sent' }, { kind: 'linkEnded' })).toBe('unconfirmed')
    expect(end('approve', { kind: 'sent' }, { kind: 'linkEnded' }, { kind: 'resynced', pointHasIt: true })).toBe('accepted')
    expect(end('approve', { kind: 'sent' }, { kind: 'linkEnded' }, { kind: 'resynced', pointHasIt: false })).toBe('undelivered')
    expect(end('approve', { kind: 'resynced', pointHasIt: false })).toBe('undelivered')
  })

  it('sends a denial again until it is answered, and an approval never', () => {
    expect(end('deny', { kind: 'sent' }, { kind: 'linkEnded' })).toBe('recorded')
    expect(mustBeSentAgain({ status: 'recorded' }, 'deny')).toBe(true)
    expect(mustBeSentAgain({ status: 'recorded' }, 'approve')).toBe(false)
    expect(mustBeSentAgain({ status: 'accepted' }, 'deny')).toBe(false)
  })

  it('reads as executed only after the point said so', () => {
    const events = fc.array(fc.oneof(
      fc.constantFrom<DeliveryEvent>({ kind: 'sent' }, { kind: 'linkEnded' }, { kind: 'receipt', outcome: 'accepted' }, { kind: 'receipt', outcome: 'refused', code: 'fenced' }),
      fc.boolean().map((pointHasIt): DeliveryEvent => ({ kind: 'resynced', pointHasIt })),
      fc.constantFrom('ok' as const, 'error' as const, 'unknown' as const, null).map((result): DeliveryEvent => ({ kind: 'enforced', outcome: 'forwarded', result })),
    ), { maxLength: 12 })
    fc.assert(fc.property(events, fc.constantFrom('approve' as const, 'deny' as const), (list, kind) => {
      const status = end(kind, ...list)
      const saidOk = list.some((event) => event.kind === 'enforced' && event.outcome === 'forwarded' && event.result === 'ok')
      if (status === 'executed') expect(saidOk).toBe(true)
      if (status === 'accepted') expect(list.some((event) => (event.kind === 'receipt' && event.outcome === 'accepted') || (event.kind === 'resynced' && event.pointHasIt))).toBe(true)
      if (kind === 'deny') expect(['recorded', 'sent', 'accepted', 'refused']).toContain(status)
      if (status === 'executed') expect(list.some((event) => (event.kind === 'receipt' && event.outcome === 'accepted') || (event.kind === 'resynced' && event.pointHasIt))).toBe(true)
    }), { numRuns: 2_000 })
  })
})
