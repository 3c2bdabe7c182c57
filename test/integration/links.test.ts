import { describe, expect, it } from 'vitest'
import { digestOf, idOf, NOW } from '../builders/protocol.ts'
import { attachedPair, consoleOf, pointOf } from '../fakes/links/linked.ts'

const changed = (digit = 'a') => ({ policy_hash: digestOf(digit), at: NOW })

describe('a link to a point', () => {
  it('attaches with a proof that the point can check, and is told so before the snapshot', async () => {
    const { point, desk } = await attachedPair()
    expect(desk.told).toEqual(['connecting', 'attached', 'onAttached', 'snapshot', 'snapshot kept'])
    expect(point.newest.ofType('attach')[0]?.body).not.toHaveProperty('resume')
    expect(desk.lost).toEqual([null])
    expect(desk.alarms).toEqual([])
  })

  it('signs a fresh nonce at each attach', async () => {
    const { point, desk } = await attachedPair()
    point.newest.cut()
    await desk.untilState('waiting')
    desk.time.pass(500)
    await desk.untilState('attached')
    const nonces = point.connections.map((connection) => connection.ofType('attach')[0]?.body.nonce)
    expect(nonces).toHaveLength(2)
    expect(new Set(nonces).size).toBe(2)
  })

  it('hands events on in order and acknowledges the last', async () => {
    const { point, desk } = await attachedPair()
    for (let n = 0; n < 200; n++) point.happen('policy.changed', changed())
    point.happen('policy.changed', changed(), 'telemetry')
    await point.until(() => point.newest.acked() === 200 && point.newest.acked('telemetry') === 1)
    expect(desk.events.filter(({ stream }) => stream === 'control').map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
    // Acks are cumulative and collected: never one for each event.
    const numbers = point.newest.ofType('ack').filter(({ body }) => body.stream === 'control').map(({ body }) => body.seq)
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b))
  })

  it('resumes behind what it has kept, and hears nothing twice', async () => {
    const { point, desk } = await attachedPair()
    point.happen('policy.changed', changed())
    point.happen('policy.changed', changed(), 'telemetry')
    await point.until(() => point.newest.acked() === 1 && point.newest.acked('telemetry') === 1)
    point.newest.cut()
    await desk.untilState('waiting')
    point.happen('policy.changed', changed('b'))
    desk.time.pass(500)
    await desk.until(() => desk.events.length === 3)
    expect(point.newest.ofType('attach')[0]?.body.resume).toEqual({ stream_id: point.streamId, control: 1, telemetry: 1 })
    expect(desk.events.map(({ stream, seq }) => `${stream} ${seq}`)).toEqual(['control 1', 'telemetry 1', 'control 2'])
    expect(desk.snapshots).toHaveLength(1)
  })

  it('begins where it stood before a restart of the console', async () => {
    const point = await pointOf()
    for (const digit of ['a', 'b', 'c']) point.happen('policy.changed', changed(digit))
    const desk = consoleOf()
    desk.add(point, { streamId: point.streamId, control: 2, telemetry: 0 })
    await desk.until(() => desk.events.length === 1)
    expect(desk.events).toMatchObject([{ seq: 3 }])
    expect(desk.snapshots).toEqual([])
  })

  it('takes a reset with its snapshot, says what is lost, and goes on from there', async () => {
    const { point, desk } = await attachedPair()
    point.happen('policy.changed', changed())
    await point.until(() => point.newest.acked() === 1)
    point.newest.cut()
    await desk.untilState('waiting')
    point.streamId = idOf('stream', 2)
    point.held.control.length = 0
    point.answers = { resetWith: 'retention\u202e' }
    desk.time.pass(500)
    await desk.until(() => desk.snapshots.length === 2)
    expect(desk.lost[1]?.reason).toMatch(/^Events after number 1 of str_.*; the point says: retention\[U\+202E\]$/)
    point.happen('policy.changed', changed('b'))
    await desk.until(() => desk.events.length === 2)
    expect(desk.events[1]).toMatchObject({ streamId: point.streamId, seq: 1 })
  })

  it('puts the parts of a snapshot together in order', async () => {
    const point = await pointOf()
    const lock = (n: number) => ({ lock_id: idOf('lock', n), target: { kind: 'all' as const }, effect: 'halt' as const, mode: 'drain' as const, initiating_entity: 'reviewer' as const, created_at: NOW, created_by: { iss: 'a', sub: 'b', name: 'c' }, expires_at: null, epoch: 1, drill: false })
    point.answers = { snapshot: (one) => [1, 2, 3].map((part) => ({ ...one, part, parts: 3, locks: [lock(part)] })) }
    const desk = consoleOf()
    desk.add(point)
    await desk.until(() => desk.told.includes('snapshot kept'))
    expect(desk.snapshots.map(({ locks }) => locks.map(({ lock_id }) => lock_id))).toEqual([[1, 2, 3].map((n) => idOf('lock', n))])
  })

  it('takes a declared gap of telemetry for all the numbers in it', async () => {
    const { point, desk } = await attachedPair()
    point.happen('gap', { from: 1, to: 9, dropped: 9 }, 'telemetry', 1)
    point.happen('policy.changed', changed(), 'telemetry', 10)
    await point.until(() => point.newest.acked('telemetry') === 10)
    expect(desk.events.map(({ seq, frame }) => [seq, frame.type])).toEqual([[9, 'gap'], [10, 'policy.changed']])
  })

  it('counts the number of an event of a kind that it does not know', async () => {
    const { point, desk } = await attachedPair()
    const known = new TextDecoder().decode(point.frameOf('policy.changed', changed(), { stream: 'control', seq: 1 }))
    point.newest.sendBytes(known.replace('"policy.changed"', '"weather.changed"'))
    point.newest.send('policy.changed', changed(), { stream: 'control', seq: 2 })
    await point.until(() => point.newest.acked() === 2)
    expect(desk.events.map(({ seq }) => seq)).toEqual([2])
    expect(desk.state?.status).toBe('attached')
  })

  it('acknowledges an event only after it was kept', async () => {
    let keep = () => {}
    const { point, desk } = await attachedPair({ onEvent: () => new Promise<void>((resolve) => void (keep = resolve)) })
    point.happen('policy.changed', changed())
    await desk.until(() => desk.told.includes('event control 1'))
    // A whole exchange later there is still no ack.
    point.newest.send('ping', { nonce: 'A'.repeat(22), server_time: NOW, epoch: 7, last_seq: 1 })
    desk.links.send(point.pointId, 'ping', { nonce: 'B'.repeat(22) })
    await point.until(() => point.newest.ofType('ping').some(({ body }) => body.nonce.startsWith('B')))
    expect(point.newest.ofType('ack')).toEqual([])
    keep()
    await point.until(() => point.newest.acked() === 1)
  })

  it('acknowledges nothing that could not be kept, ends the connection, and asks again', async () => {
    let isFull = true
    const { point, desk } = await attachedPair({ onEvent: async () => {
      if (isFull) throw new Error('disk full')
    } })
    point.happen('policy.changed', changed())
    await desk.untilState('waiting')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('could not be recorded') })
    expect(point.newest.ofType('ack')).toEqual([])
    isFull = false
    desk.time.pass(500)
    await point.until(() => point.newest.acked() === 1)
    expect(desk.events.map(({ seq }) => seq)).toEqual([1])
  })

  it('writes what it sends at once or not at all', async () => {
    const { point, desk } = await attachedPair()
    const sent = desk.links.send(point.pointId, 'payload.get', { hash: digestOf('a'), offset: 0, length: 1 })
    await point.until(() => point.newest.ofType('payload.get').length === 1)
    expect(sent).toEqual({ messageId: point.newest.ofType('payload.get')[0]?.head.id, linkNumber: 1 })
    point.newest.cut()
    await desk.untilState('waiting')
    expect(desk.links.send(point.pointId, 'payload.get', { hash: digestOf('a'), offset: 0, length: 1 })).toBeNull()
    desk.time.pass(500)
    await desk.untilState('attached')
    await point.until(() => point.newest.ofType('ping').length > 0)
    expect(point.newest.ofType('payload.get')).toEqual([])
  })

  it('passes receipts, results and statements on, and tells the end of an attachment once', async () => {
    const { point, desk } = await attachedPair()
    const re = idOf('message')
    point.newest.send('result', { ok: true, data: null }, { re })
    point.newest.send('receipt', { envelope: { payloadType: 'x', payload: '', signatures: [{ keyid: point.key.publicKey.kid, sig: '' }] } })
    point.newest.close(1001)
    await desk.untilState('waiting')
    expect(desk.told.slice(-4)).toEqual([`result ${re}`, 'receipt', 'detached 1', 'waiting'])
  })

  it('handles what came before a cut, although the cut came while an earlier event was being kept', async () => {
    let keep = () => {}
    const { point, desk } = await attachedPair({ onEvent: () => new Promise<void>((resolve) => void (keep = resolve)) })
    point.happen('policy.changed', changed())
    point.newest.send('receipt', { envelope: { payloadType: 'x', payload: '', signatures: [{ keyid: point.key.publicKey.kid, sig: '' }] } })
    await desk.until(() => desk.told.includes('event control 1'))
    point.newest.close(1012)
    await point.until(() => point.newest.closed !== null)
    keep()
    await desk.untilState('waiting')
    expect(desk.told.slice(-4)).toEqual(['event control 1', 'receipt', 'detached 1', 'waiting'])
    desk.time.pass(500)
    await point.until(() => point.connections.length === 2 && point.newest.ofType('attach').length === 1)
    expect(point.newest.ofType('attach')[0]?.body.resume).toMatchObject({ control: 1 })
  })

  it('asks for nothing more while an event is still being kept, and does not look attached meanwhile', async () => {
    let keep = () => {}
    const { point, desk } = await attachedPair({ onEvent: () => new Promise<void>((resolve) => void (keep = resolve)) })
    point.happen('policy.changed', changed())
    await desk.until(() => desk.told.includes('event control 1'))
    point.newest.close(1012)
    // Once the closing is here, the pings end and one last time limit is left.
    while (desk.time.waiting !== 1) await new Promise<void>((resolve) => void setImmediate(resolve))
    desk.time.pass(5_000)
    expect(desk.state?.status).toBe('waiting')
    desk.time.pass(500)
    await point.until(() => point.connections.length === 2)
    // A whole attach to another point later, the first one has still been asked for nothing.
    const second = await pointOf()
    desk.add(second)
    await second.until(() => second.connections[0]?.isAttached === true)
    expect(point.newest.received).toEqual([])
    keep()
    await point.until(() => point.newest.isAttached)
    expect(point.newest.ofType('attach')[0]?.body.resume).toMatchObject({ control: 1 })
    expect(desk.events).toHaveLength(1)
  })

  it('pings at once and every ten seconds, answers pings, and measures line and clock', async () => {
    const { point, desk } = await attachedPair()
    desk.time.pass(10_000)
    await point.until(() => point.newest.ofType('ping').length === 2)
    const nonce = 'C'.repeat(22)
    point.newest.send('ping', { nonce, server_time: new Date(desk.time.now() + 90_000).toISOString(), epoch: 8, last_seq: 5 })
    await point.until(() => point.newest.ofType('pong').length === 1)
    expect(point.newest.ofType('pong')[0]?.body.nonce).toBe(nonce)
    expect(desk.pings).toEqual([{ roundTripMs: 0, clockOffsetMs: 90_000, epoch: 8, lastSeq: 5 }])
  })

  it('loses nothing where more comes than is read at once', async () => {
    let keep = () => {}
    const gate = new Promise<void>((resolve) => void (keep = resolve))
    const { point, desk } = await attachedPair({ onEvent: () => gate })
    const heavy = { ...changed(), filler: 'x'.repeat(20_000) }
    for (let n = 0; n < 200; n++) point.happen('policy.changed', heavy)
    await desk.until(() => desk.told.includes('event control 1'))
    keep()
    await point.until(() => point.newest.acked() === 200)
    expect(desk.events.map(({ seq }) => seq)).toEqual(Array.from({ length: 200 }, (_, i) => i + 1))
  })
})

describe('a point that says nothing', () => {
  it('is silent after 25 s, and is called anew at once', async () => {
    const { point, desk } = await attachedPair()
    // Pings of ours are answered by the fake point; time passes faster than its answers come.
    desk.time.pass(25_000)
    expect(desk.states.map(({ status }) => status)).toEqual(['connecting', 'attached', 'silent'])
    expect(desk.told.slice(-2)).toEqual(['detached 1', 'silent'])
    expect(desk.state).toMatchObject({ reason: expect.stringContaining('25 s') })
    await desk.untilState('attached')
    expect(point.connections).toHaveLength(2)
    expect(point.newest.ofType('attach')[0]?.body.resume).toMatchObject({ control: 0 })
  })

  it('is not silent while we are behind with what it said', async () => {
    let keep = () => {}
    const { point, desk } = await attachedPair({ onEvent: () => new Promise<void>((resolve) => void (keep = resolve)) })
    point.happen('policy.changed', changed())
    await desk.until(() => desk.told.includes('event control 1'))
    desk.time.pass(60_000)
    expect(desk.state?.status).toBe('attached')
    keep()
  })

  it('that never says hello is given up, and tried again after a wait', async () => {
    const point = await pointOf()
    point.answers = { isMute: true }
    const desk = consoleOf()
    desk.add(point)
    await point.until(() => point.connections.length === 1)
    desk.time.pass(10_000)
    expect(desk.state).toMatchObject({ status: 'waiting', reason: expect.stringContaining('did not let this console in') })
    point.answers = {}
    desk.time.pass(500)
    await desk.untilState('attached')
  })

  it('that is not there is tried again and again', async () => {
    const point = await pointOf()
    const { pin } = point
    await point.close()
    const desk = consoleOf()
    desk.links.add(pin, null, null)
    for (let n = 0; n < 4; n++) {
      await desk.untilState('waiting')
      expect(desk.state).toMatchObject({ reason: `Nothing that is a point answers at ${pin.address} (ECONNREFUSED).` })
      desk.time.pass(500)
    }
  })

  it('is called at once when a person wants it', async () => {
    const { point, desk } = await attachedPair()
    point.newest.cut()
    await desk.untilState('waiting')
    desk.links.retryNow()
    await desk.untilState('attached')
  })
})

describe('the end of the console', () => {
  it('ends every link and reports nothing more', async () => {
    const { point, desk } = await attachedPair()
    const before = [...desk.told]
    desk.links.close()
    await point.until(() => point.newest.closed !== null)
    desk.time.pass(60_000)
    expect(point.newest.closed).toBe(1001)
    expect(desk.told).toEqual(before)
    expect(desk.time.waiting).toBe(0)
  })
})

describe("the reviewer's key", () => {
  it('is waited for where there is none, and shown to every point anew when it changes', async () => {
    let kid: string | null = null
    const point = await pointOf()
    const desk = consoleOf({ reviewerKid: () => kid })
    desk.add(point)
    await desk.untilState('waiting')
    expect(desk.state).toMatchObject({ reason: expect.stringContaining("no reviewer's key") })
    expect(point.newest.ofType('attach')).toEqual([])
    kid = 'k'.repeat(43)
    desk.links.reviewerChanged()
    await desk.untilState('attached')
    kid = 'l'.repeat(43)
    desk.links.reviewerChanged()
    await point.until(() => point.newest.ofType('attach').some(({ body }) => body.reviewer_kid === kid))
    await desk.untilState('attached')
  })
})
