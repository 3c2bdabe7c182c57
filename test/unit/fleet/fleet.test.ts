import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fleet, judgeStatement, Points } from '../../../electron/core/fleet/index.ts'
import { PAYLOADS } from '../../../shared/protocol/index.ts'
import { FakePoint, payloadOf } from '../../fakes/core/FakePoint.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { FakeTime } from '../../fakes/FakeTime.ts'

const [one, two] = [new FakePoint(1), new FakePoint(2)]
const silent = { sessionChanged: () => {}, agentChanged: () => {} }

describe('sessions and agents', () => {
  it('count the live ones of each agent, however often each is told', () => {
    fc.assert(fc.property(fc.array(fc.record({ n: fc.integer({ min: 1, max: 6 }), state: fc.constantFrom('active' as const, 'paused' as const, 'ended' as const) }), { maxLength: 40 }), (told) => {
      const fleet = new Fleet(silent)
      const last = new Map<number, string>()
      for (const { n, state } of told) {
        fleet.tellSession(one.pointId, one.session({ session_id: idOf('session', n), state }))
        last.set(n, state)
      }
      expect(fleet.liveSessionsOf(idOf('agent', 1))).toBe([...last.values()].filter((state) => state !== 'ended').length)
    }))
  })

  it('of a snapshot take the place of all that was known of its point, and of no other', () => {
    const fleet = new Fleet(silent)
    fleet.tellSession(one.pointId, one.session())
    fleet.tellSession(two.pointId, two.session())
    expect(fleet.replace(one.pointId, { sessions: [one.session({ session_id: idOf('session', 7) })], agents: [] })).toBe(true)
    expect([...fleet.sessions()].map(({ session }) => session.session_id).sort()).toEqual([idOf('session', 2), idOf('session', 7)].sort())
    expect(fleet.liveSessionsOf(idOf('agent', 1))).toBe(1)
  })

  it('take counters of the stream that lags behind, which say nothing about where a session stands', () => {
    const fleet = new Fleet(silent)
    const counts = { allow: 4, challenge: 1, deny: 0 }
    fleet.tellSession(one.pointId, one.session({ state: 'paused' }))
    expect(fleet.tellCounts(one.pointId, one.session({ state: 'active', counts }))).toBe(true)
    expect(fleet.session(idOf('session', 1))?.session).toMatchObject({ state: 'paused', counts })
    expect(fleet.tellCounts(two.pointId, one.session({ counts: { allow: 9, challenge: 9, deny: 9 } }))).toBe(false)

    fleet.tellSession(one.pointId, one.session({ state: 'ended', counts }))
    fleet.tellCounts(one.pointId, one.session({ counts: { allow: 5, challenge: 1, deny: 0 } }))
    expect(fleet.session(idOf('session', 1))?.session).toMatchObject({ state: 'ended', counts })
    fleet.tellCounts(one.pointId, one.session({ session_id: idOf('session', 8) }))
    expect(fleet.session(idOf('session', 8))).toBeUndefined()
  })

  it('that ended long ago are forgotten, the oldest first, and live ones never', () => {
    const gone: string[] = []
    const fleet = new Fleet({ ...silent, sessionChanged: (id) => void (fleet.session(id) === undefined && gone.push(id)) })
    fleet.tellSession(one.pointId, one.session({ session_id: idOf('session', 1) }))
    for (let n = 2; n <= 1_003; n++) fleet.tellSession(one.pointId, one.session({ session_id: idOf('session', n), state: 'ended' }))
    expect(gone).toEqual([idOf('session', 2), idOf('session', 3)])
    expect(fleet.session(idOf('session', 1))).toBeDefined()
    expect([...fleet.sessions()]).toHaveLength(1_001)
  })

  it('of another point are not taken from it', () => {
    const fleet = new Fleet(silent)
    fleet.tellSession(one.pointId, one.session())
    expect(fleet.tellSession(two.pointId, one.session({ state: 'ended' }))).toBe(false)
    expect(fleet.session(idOf('session', 1))?.session.state).toBe('active')
  })
})

describe('points', () => {
  it('keep the key that they were pinned with', () => {
    const points = new Points({ now: new FakeTime().now, changed: () => {} })
    const pin = { pointId: one.pointId, name: 'a', address: 'ws://127.0.0.1:1', key: one.key.publicKey }
    expect(points.add(pin)).toBe(true)
    expect(points.add({ ...pin, address: 'ws://127.0.0.1:2' })).toBe(true)
    expect(points.add({ ...pin, key: two.key.publicKey })).toBe(false)
    expect(points.get(one.pointId)).toMatchObject({ address: 'ws://127.0.0.1:2', key: one.key.publicKey })
  })
})

describe('statements of a point', () => {
  const of = (over: Parameters<FakePoint['statement']>[0]) => PAYLOADS.statement.parse(payloadOf(one.statement(over)))

  it('never let an epoch or a place in a stream go back without an alarm', () => {
    const statement = fc.record({ epoch: fc.nat(4), control_seq: fc.nat(4) })
    fc.assert(fc.property(fc.array(statement, { maxLength: 20 }), (told) => {
      let newest = null
      let [epoch, seq] = [0, 0]
      for (const next of told) {
        const verdict = judgeStatement(newest, of(next))
        expect(verdict.rollback !== null).toBe(newest !== null && (next.epoch < epoch || next.control_seq < seq))
        if (!verdict.isNewest) continue
        newest = of(next)
        ;[epoch, seq] = [next.epoch, next.control_seq]
      }
    }))
  })

  it('are worth an entry when epoch or locks change, and not with each ping', () => {
    const first = of({ epoch: 1, control_seq: 1 })
    expect(judgeStatement(null, first).isWorthAnEntry).toBe(true)
    expect(judgeStatement(first, of({ epoch: 1, control_seq: 9 })).isWorthAnEntry).toBe(false)
    expect(judgeStatement(first, of({ epoch: 2, control_seq: 9 })).isWorthAnEntry).toBe(true)
    expect(judgeStatement(first, of({ epoch: 1, control_seq: 9, locks_hash: digestOf('9') })).isWorthAnEntry).toBe(true)
  })

  it('of a point that was recovered begin anew above every earlier epoch', () => {
    expect(judgeStatement(of({ epoch: 5, control_seq: 9 }), of({ epoch: 6, control_seq: 1, stream_id: idOf('stream', 8) }))).toMatchObject({ isNewest: true, rollback: null })
  })
})
