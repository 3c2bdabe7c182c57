import { describe, expect, it } from 'vitest'
import { generatePrivateKey, signEnvelope } from '../../shared/evidence/index.ts'
import { LIMITS, type PointBody } from '../../shared/protocol/index.ts'
import { digestOf, idOf, NONCE, NOW } from '../builders/protocol.ts'
import type { Answers } from '../fakes/links/FakeConnection.ts'
import type { FakePoint } from '../fakes/links/FakePoint.ts'
import { attachedPair, consoleOf, pointOf } from '../fakes/links/linked.ts'

const changed = (digit = 'a') => ({ policy_hash: digestOf(digit), at: NOW })
const other = generatePrivateKey()

function statementOf(point: FakePoint, over: { readonly epoch?: number; readonly controlSeq?: number; readonly key?: typeof other } = {}) {
  return signEnvelope({ name: 'statement', key: over.key ?? point.key, payload: { type: 'countersign.statement/v1', point_id: point.pointId, stream_id: point.streamId, epoch: over.epoch ?? point.epoch, control_seq: over.controlSeq ?? 0, locks_hash: digestOf('a'), journal_root: digestOf('b'), at: NOW } })
}

describe('somebody else at the address', () => {
  const { kid, alg, x } = other.publicKey
  const HELLOS: readonly (readonly [string, (hello: PointBody<'hello'>) => PointBody<'hello'>])[] = [
    ['another key', (hello) => ({ ...hello, point: { ...hello.point, key: { kid, alg, x } } })],
    ["another key under the pinned one's name", (hello) => ({ ...hello, point: { ...hello.point, key: { ...hello.point.key, x } } })],
    ['no key at all', (hello) => ({ ...hello, point: { ...hello.point, key: { ...hello.point.key, x: 'AAAA' } } })],
    ['another id', (hello) => ({ ...hello, point: { ...hello.point, point_id: idOf('point', 2) } })],
  ]
  it.each(HELLOS)('who shows %s is told nothing', async (_, hello) => {
    const point = await pointOf()
    point.answers = { hello }
    const desk = consoleOf()
    desk.add(point)
    await desk.untilState('refused')
    await point.until(() => point.newest.closed !== null)
    expect(desk.state).toMatchObject({ reason: expect.stringMatching(/^Another key answered at ws:.*pair with it again/) })
    expect(point.newest.received).toEqual([])
    expect(point.newest.closed).toBe(4401)
    desk.time.pass(60_000)
    expect(point.connections).toHaveLength(1)
  })

  const PROOFS: readonly (readonly [string, Answers])[] = [
    ['another key', { proofKey: other }],
    ["another point's nonce", { proof: (payload) => ({ ...payload, point_nonce: NONCE }) }],
    ['an older nonce of ours', { proof: (payload) => ({ ...payload, console_nonce: NONCE }) }],
    ['another console', { proof: (payload) => ({ ...payload, console_id: idOf('console', 2) }) }],
    ["another reviewer's key", { proof: (payload) => ({ ...payload, reviewer_kid: kid }) }],
    ['another channel', { proof: (payload) => ({ ...payload, channel: 'A'.repeat(43) }) }],
    ["the console's own proof", { proof: (payload) => ({ ...payload, type: 'countersign.attach/v1' as 'countersign.attached/v1' }) }],
    ['a member too many', { proof: (payload) => ({ ...payload, more: 1 }) }],
  ]
  it.each(PROOFS)('whose proof is over %s is refused with an alarm', async (_, answers) => {
    const point = await pointOf()
    point.answers = answers
    const desk = consoleOf()
    desk.add(point)
    await desk.untilState('refused')
    expect(desk.alarms).toEqual([expect.stringContaining('could not prove that it holds it')])
    expect(desk.told).not.toContain('onAttached')
    expect(desk.snapshots).toEqual([])
  })

  it('who speaks another version is refused', async () => {
    const point = await pointOf()
    point.answers = { hello: (hello) => ({ ...hello, versions: ['2.0'] }) }
    const desk = consoleOf()
    desk.add(point)
    await desk.untilState('refused')
    await point.until(() => point.newest.closed !== null)
    expect(point.newest.closed).toBe(4406)
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('Update the older') })
  })
})

describe('an answer to attach that is a close', () => {
  it.each([[4406, 'Update the older'], [4409, 'contradicts its own record']])('%i needs a person', async (code, words) => {
    const point = await pointOf()
    point.answers = { closeAttachWith: code }
    const desk = consoleOf()
    desk.add(point)
    await desk.untilState('refused')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining(words) })
    expect(desk.time.waiting).toBe(0)
    point.answers = {}
    desk.links.retryNow()
    await desk.untilState('attached')
  })

  it.each([[4401, 'Pair with it again'], [4403, 'has no role']])('%i is said, and tried again in case somebody lets it in there', async (code, words) => {
    const point = await pointOf()
    point.answers = { closeAttachWith: code }
    const desk = consoleOf()
    desk.add(point)
    await desk.untilState('waiting')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining(words) })
    point.answers = {}
    desk.time.pass(500)
    await desk.untilState('attached')
  })

  it.each([1000, 1001, 1012, 4400, 4408, 4410, 4413, 4429, 4500])('%i is tried again', async (code) => {
    const point = await pointOf()
    point.answers = { closeAttachWith: code }
    const desk = consoleOf()
    desk.add(point)
    await desk.untilState('waiting')
    point.answers = {}
    desk.time.pass(500)
    await desk.untilState('attached')
  })
})

describe('a point that contradicts itself', () => {
  it('by other bytes under the same number is refused for good, with an alarm', async () => {
    const { point, desk } = await attachedPair()
    point.happen('policy.changed', changed('a'))
    point.newest.send('policy.changed', changed('b'), { stream: 'control', seq: 1 })
    await desk.untilState('refused')
    await point.until(() => point.newest.closed !== null)
    expect(point.newest.closed).toBe(4409)
    expect(desk.alarms).toEqual([expect.stringContaining('two different events under number 1 of its control stream')])
    expect(desk.events).toHaveLength(1)
  })

  it('by other bytes is found out over a cut too, although the first were never kept', async () => {
    let isFull = true
    const { point, desk } = await attachedPair({ onEvent: async () => {
      if (isFull) throw new Error('disk full')
    } })
    point.happen('policy.changed', changed('a'))
    await desk.untilState('waiting')
    isFull = false
    point.held.control.length = 0
    point.happen('policy.changed', changed('b'))
    desk.time.pass(500)
    await desk.untilState('refused')
    expect(desk.events).toEqual([])
  })

  it('may send the same bytes again: they change nothing', async () => {
    const { point, desk } = await attachedPair()
    const bytes = point.happen('policy.changed', changed())
    point.newest.sendBytes(bytes)
    point.happen('policy.changed', changed('b'))
    await point.until(() => point.newest.acked() === 2)
    expect(desk.events.map(({ seq }) => seq)).toEqual([1, 2])
    expect(desk.alarms).toEqual([])
  })

  it('by an epoch that goes back raises an alarm once for each, and stays linked so that a stop goes out', async () => {
    const { point, desk } = await attachedPair()
    const ping = (epoch: number) => point.newest.send('ping', { nonce: NONCE, server_time: NOW, epoch, last_seq: 0 })
    ping(9)
    ping(8)
    ping(8)
    ping(9)
    await point.until(() => point.newest.ofType('pong').length === 4)
    expect(desk.alarms).toEqual([expect.stringContaining('its epoch is 8, and it was 9 before')])
    expect(desk.state?.status).toBe('attached')
  })

  it('by an epoch behind the newest statement that is kept here raises an alarm at attach', async () => {
    const point = await pointOf()
    const desk = consoleOf()
    const kept = statementOf(point, { epoch: 40 })
    desk.add(point, null, kept)
    await desk.until(() => desk.told.includes('snapshot kept'))
    expect(point.newest.ofType('attach')[0]?.body.statement).toEqual(kept)
    expect(desk.alarms).toEqual([expect.stringContaining('its epoch is 7, and it was 40 before')])
  })

  it('is not seen in the hello of a point that was put back and learns its epoch from the statement that is shown to it', async () => {
    const point = await pointOf()
    const desk = consoleOf()
    point.epoch = 41
    point.epochInHello = 7
    desk.add(point, null, statementOf(point, { epoch: 40 }))
    await desk.until(() => desk.told.includes('snapshot kept'))
    expect(desk.alarms).toEqual([])
  })

  it('by an epoch that falls between hello and attach raises an alarm', async () => {
    const point = await pointOf()
    const desk = consoleOf()
    point.epochInHello = 9
    desk.add(point)
    await desk.until(() => desk.told.includes('snapshot kept'))
    expect(desk.alarms).toEqual([expect.stringContaining('its epoch is 7, and it was 9 before')])
  })

  it('by events whose epoch falls raises an alarm; old ones that are caught up with do not', async () => {
    const point = await pointOf()
    point.happen('epoch.changed', { epoch: 3, at: NOW })
    const desk = consoleOf()
    desk.add(point, { streamId: point.streamId, control: 0, telemetry: 0 })
    await desk.until(() => desk.events.length === 1)
    expect(desk.alarms).toEqual([])
    point.happen('epoch.changed', { epoch: 2, at: NOW })
    await desk.until(() => desk.alarms.length > 0)
    expect(desk.alarms).toEqual([expect.stringContaining('fell from 3 to 2')])
  })

  it('by a statement that its key did not sign: an alarm, and it is passed to nobody', async () => {
    const { point, desk } = await attachedPair()
    point.newest.send('point.statement', { envelope: statementOf(point, { key: other }) })
    point.newest.send('point.statement', { envelope: statementOf(point, { epoch: 12, controlSeq: 5 }) })
    await desk.until(() => desk.told.includes('statement'))
    expect(desk.told.filter((word) => word === 'statement')).toHaveLength(1)
    expect(desk.alarms).toEqual([expect.stringContaining('did not sign')])
  })

  it('is shown the newest of its statements at the next attach, and not an older one', async () => {
    const { point, desk } = await attachedPair()
    const newest = statementOf(point, { controlSeq: 5 })
    point.newest.send('point.statement', { envelope: newest })
    point.newest.send('point.statement', { envelope: statementOf(point, { controlSeq: 4 }) })
    await desk.until(() => desk.alarms.length === 1)
    expect(desk.alarms).toEqual([expect.stringContaining('end at number 4, and they ended at 5 before')])
    point.newest.cut()
    await desk.untilState('waiting')
    desk.time.pass(500)
    await point.until(() => point.newest.ofType('attach').length === 1 && point.connections.length === 2)
    expect(point.newest.ofType('attach')[0]?.body.statement).toEqual(newest)
  })

  it('by resuming what nobody asked for, or behind where we stand, is not believed', async () => {
    for (const attached of [
      (one: PointBody<'attached'>) => ({ ...one, control: { outcome: 'resumed' as const, from: 1, to: 1 } }),
      (one: PointBody<'attached'>) => ({ ...one, telemetry: { outcome: 'reset' as const, reason: '', stream_id: idOf('stream', 3) } }),
    ]) {
      const point = await pointOf()
      point.answers = { attached }
      const desk = consoleOf()
      desk.add(point)
      await desk.untilState('waiting')
      expect(desk.told).not.toContain('onAttached')
    }
  })
})

describe('a point that breaks the rules', () => {
  it('by a hole in its numbers is called anew and asked for what is missing', async () => {
    const { point, desk } = await attachedPair()
    point.held.control.push(point.frameOf('policy.changed', changed(), { stream: 'control', seq: 1 }))
    point.happen('policy.changed', changed('b'))
    await desk.untilState('waiting')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('Events 1 to 1') })
    desk.time.pass(500)
    await point.until(() => point.newest.acked() === 2)
    expect(desk.events.map(({ seq }) => seq)).toEqual([1, 2])
  })

  const BREACHES: readonly (readonly [string, (point: FakePoint) => void])[] = [
    ['what is no JSON', (point) => point.newest.sendBytes('{')],
    ['a key twice', (point) => point.newest.sendBytes('{"v":1,"v":1}')],
    ['bytes', (point) => point.newest.sendBinary(point.frameOf('pong', { nonce: NONCE }))],
    ['an event outside of the streams', (point) => point.newest.send('policy.changed', changed())],
    ['a gap in control', (point) => point.newest.send('gap', { from: 1, to: 2, dropped: 2 }, { stream: 'control', seq: 1 })],
    ['a gap that ends before it begins', (point) => point.newest.send('gap', { from: 1, to: 1, dropped: 2 }, { stream: 'telemetry', seq: 2 })],
    ['a second hello', (point) => point.newest.send('hello', point.hello(NONCE))],
    ['a snapshot that nobody announced', (point) => point.newest.send('snapshot', { part: 1, parts: 1, agents: [], sessions: [], challenges: [], locks: [], as_of: { control: 0, telemetry: 0 } })],
    ['a result that answers nothing', (point) => point.newest.send('result', { ok: true, data: null })],
  ]
  it.each(BREACHES)('by %s is closed with 4400 and called again later', async (_, breach) => {
    const { point, desk } = await attachedPair()
    breach(point)
    await desk.untilState('waiting')
    await point.until(() => point.newest.closed !== null)
    expect(point.newest.closed).toBe(4400)
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('sent what it may not') })
    expect(desk.events).toEqual([])
    desk.time.pass(500)
    await desk.untilState('attached')
  })

  it('by a frame above the limit is closed by the rules of WebSocket itself', async () => {
    const { point, desk } = await attachedPair()
    point.newest.sendBytes(' '.repeat(LIMITS.frameBytes + 1))
    await desk.untilState('waiting')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('no message of this protocol (WS_ERR_UNSUPPORTED_MESSAGE_LENGTH)') })
  })

  it('by an event before the snapshot is whole, or by parts out of order, is not believed', async () => {
    for (const snapshot of [
      (one: PointBody<'snapshot'>) => [{ ...one, part: 2, parts: 2 }],
      (one: PointBody<'snapshot'>) => [{ ...one, parts: 2 }, { ...one, part: 2, parts: 3 }],
      (one: PointBody<'snapshot'>) => [{ ...one, parts: 2 }, { ...one, part: 2, parts: 2, as_of: { control: 9, telemetry: 0 } }],
      (one: PointBody<'snapshot'>) => [{ ...one, parts: 300 }],
    ]) {
      const point = await pointOf()
      point.answers = { snapshot }
      const desk = consoleOf()
      desk.add(point)
      await desk.untilState('waiting')
      expect(desk.snapshots).toEqual([])
    }
    for (const resume of [null, { streamId: idOf('stream', 9), control: 0, telemetry: 0 }]) {
      const point = await pointOf()
      point.answers = { snapshot: (one) => [{ ...one, parts: 2 }] }
      const desk = consoleOf()
      desk.add(point, resume)
      await point.until(() => point.connections[0]?.isAttached === true)
      point.happen('policy.changed', changed())
      await desk.untilState('waiting')
      expect(desk.events).toEqual([])
    }
  })

  it('never puts its own words into a sentence as they are', async () => {
    const { point, desk } = await attachedPair()
    point.newest.sendBytes(`{"v":1,"\u202e":1,"\u202e":2}`)
    await desk.untilState('waiting')
    expect(JSON.stringify(desk.states)).not.toContain('\u202e')
  })
})

describe('a link that is cut', () => {
  it('after any byte of an event delivers that event exactly once in the end', async () => {
    const { point, desk } = await attachedPair()
    const first = point.frameOf('policy.changed', changed(), { stream: 'control', seq: 1 })
    const whole = first.length + 4
    for (let length = 0; length <= whole; length++) {
      const seq = length + 1
      const bytes = point.frameOf('policy.changed', changed(), { stream: 'control', seq })
      const connections = point.connections.length
      point.held.control.push(bytes)
      point.newest.cutWithin(bytes, length)
      await desk.untilState('waiting')
      desk.time.pass(500)
      await desk.until(() => desk.events.length === seq)
      await point.until(() => point.connections.length === connections + 1 && point.newest.isAttached)
    }
    expect(desk.events.map(({ seq }) => seq)).toEqual(Array.from({ length: whole + 1 }, (_, i) => i + 1))
    expect(desk.alarms).toEqual([])
  })
})
