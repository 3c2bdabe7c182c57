import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isConfirmed, isUnanswered, newOrder, nextOrder, type Order, type OrderEvent } from '../../../electron/core/halt/Order.ts'
import { stateOf, type Stop } from '../../../electron/core/halt/Stop.ts'
import { must } from '../../fakes/core/CoreWorld.ts'
import { FakePoint, payloadOf } from '../../fakes/core/FakePoint.ts'
import { PAYLOADS } from '../../../shared/protocol/index.ts'
import { idOf, NOW } from '../../builders/protocol.ts'

const point = new FakePoint(1)
const envelope = point.sign('lock', { type: 'countersign.lock/v1', lock_id: idOf('lock', 1), target: { kind: 'all' }, effect: 'halt', mode: 'drain', reason: '', drill: false, expires_at: null, nonce: 'n'.repeat(22), aud: point.pointId, issued_at: NOW })
const receiptOf = (outcome: 'accepted' | 'refused') => PAYLOADS['lock-receipt'].parse(payloadOf(point.lockReceipt(envelope, 'engage', { outcome })))
const fresh = (n: number): Order => newOrder('engage', { lockId: idOf('lock', n), pointId: idOf('point', n), envelope })

const event: fc.Arbitrary<OrderEvent> = fc.oneof(
  fc.record({ kind: fc.constant('sent' as const), atMs: fc.nat() }),
  fc.constant({ kind: 'linkEnded' as const }),
  fc.constant({ kind: 'noAnswer' as const }),
  fc.constantFrom('accepted' as const, 'refused' as const).map((outcome) => ({ kind: 'receipt' as const, receipt: receiptOf(outcome) })),
)

describe('an order to a point', () => {
  it('is confirmed by an accepting receipt and by nothing else, and the first receipt is final', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 30 }), (events) => {
      const end = events.reduce(nextOrder, fresh(1))
      const first = events.find((one) => one.kind === 'receipt')
      expect(isConfirmed(end)).toBe(first?.kind === 'receipt' && first.receipt.outcome === 'accepted')
      expect(end.delivery === 'confirmed').toBe(isConfirmed(end))
      expect(isUnanswered(end)).toBe(first === undefined)
    }))
  })

  it('reads the same after a restart in the middle: what was not answered is still to be sent', () => {
    fc.assert(fc.property(fc.array(event, { maxLength: 20 }), fc.nat(20), (events, at) => {
      const before = events.slice(0, at).reduce(nextOrder, fresh(1))
      // The log keeps orders and receipts; what was sent and when is not in it.
      const replayed = before.receipt === null ? fresh(1) : nextOrder(fresh(1), { kind: 'receipt', receipt: before.receipt })
      const [straight, restarted] = [before, replayed].map((order) => events.slice(at).reduce(nextOrder, order))
      expect(isConfirmed(must(restarted))).toBe(isConfirmed(must(straight)))
      expect(isUnanswered(must(restarted))).toBe(isUnanswered(must(straight)))
    }))
  })
})

describe('a stop of several points', () => {
  it('is stopped only when every point has confirmed, and never released without a word about it', () => {
    fc.assert(fc.property(fc.array(fc.array(event, { maxLength: 8 }), { minLength: 1, maxLength: 5 }), (lives) => {
      const orders = lives.map((events, i) => events.reduce(nextOrder, fresh(i + 1)))
      const stop: Stop = { stopId: 's', target: { kind: 'all' }, targetName: '', effect: 'halt', mode: 'drain', reason: '', isDrill: false, by: '', origin: 'here', atMs: 0, orders, told: [], release: null, toldReleases: [], heldAgain: [] }
      const isRefused = orders.every((order) => !isUnanswered(order) && !isConfirmed(order))
      expect(stateOf(stop)).toBe(orders.every(isConfirmed) ? 'stopped' : isRefused ? 'refused' : 'stopping')
      expect(stateOf({ ...stop, release: { reason: 'r', by: '', atMs: 0, orders: [] } })).not.toBe('released')
    }))
  })
})
