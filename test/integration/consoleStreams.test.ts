import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { CLOSE, LIMITS } from '../../shared/protocol/index.ts'
import { challengePayloadOf, digestOf, idOf } from '../builders/protocol.ts'
import { FakePoint } from '../fakes/console/FakePoint.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { readLockReceipt, readReceipt, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
const folders: string[] = []
afterEach(async () => {
  await at.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

describe('the streams', () => {
  it('go on exactly where the console stands, and from the start where they cannot', async () => {
    at = await serving()
    const console = at.enrol()
    const { wire, attached } = await at.attach(console)
    const first = [at.point.raise(), at.point.raise()]
    await wire.until(() => wire.frames.filter(({ type }) => type === 'challenge.raised').length === 2)
    wire.socket.terminate()
    at.point.raise()
    const stream_id = attached.control.outcome === 'reset' ? attached.control.stream_id : idOf('stream')
    const again = await at.attach(console, { stream_id, control: 2, telemetry: 0 })
    expect(again.attached.control).toEqual({ outcome: 'resumed', from: 3, to: 3 })
    expect((await again.wire.next('challenge.raised')).head.seq).toBe(3)
    expect(again.wire.frames.some(({ type }) => type === 'snapshot')).toBe(false)

    const strange = await at.attach(console, { stream_id: idOf('stream', 9), control: 2, telemetry: 0 })
    expect(strange.attached.control).toMatchObject({ outcome: 'reset', stream_id })
    const { body } = await strange.wire.next('snapshot')
    expect(body).toMatchObject({ part: 1, parts: 1, as_of: { control: 3 } })
    expect(body.challenges).toHaveLength(first.length + 1)
  })

  it('send the same event as the same bytes again', async () => {
    at = await serving()
    const console = at.enrol()
    const { wire, attached } = await at.attach(console)
    const texts: string[] = []
    const listen = (to: TestWire) => to.socket.on('message', (data: Buffer) => void (data.includes('challenge.raised') && texts.push(data.toString())))
    listen(wire)
    const challenge = at.point.raise()
    await wire.next('challenge.raised')
    await wire.answer(wire.send('challenge.decide', console.decide(challenge, 'deny')))
    const stream_id = attached.control.outcome === 'reset' ? attached.control.stream_id : idOf('stream')
    const next = at.dial()
    listen(next)
    next.send('attach', console.attachBody((await next.next('hello')).body, { resume: { stream_id, control: 0, telemetry: 0 } }))
    await next.next('challenge.raised')
    expect(texts).toHaveLength(2)
    expect(texts[0]).toBe(texts[1])
  })

  it('hold 64 in flight, control first, and what telemetry loses is a gap', async () => {
    at = await serving()
    const console = at.enrol()
    const { wire } = await at.attach(console, undefined, false)
    for (let i = 0; i < 70; i++) at.server.events.epochChanged(i, at.point.nowMs())
    await wire.until(() => wire.frames.filter(({ head }) => head.stream === 'control').length === LIMITS.inFlight)
    await wire.answer(wire.send('lock.engage', console.lock({ aud: at.point.pointId })))
    expect(wire.frames.filter(({ head }) => head.stream === 'control')).toHaveLength(LIMITS.inFlight)
    wire.send('ack', { stream: 'control', seq: 60 })
    await wire.until(() => wire.frames.some(({ head }) => head.seq === 71))
    expect(wire.frames.flatMap(({ head }) => (head.stream === 'control' ? [head.seq] : []))).toEqual(Array.from({ length: 71 }, (_, i) => i + 1))
    wire.send('ack', { stream: 'control', seq: 72 })
    expect((await wire.closed).code).toBe(CLOSE.windowViolated)
  })

  it('begin with a snapshot for who sees with other eyes than before, and then go on', async () => {
    at = await serving()
    const console = at.enrol(['killer'])
    const { wire, attached } = await at.attach(console, undefined, false)
    at.point.raise()
    // Heard as somebody who may see no call, and not acknowledged.
    expect((await wire.next('epoch.changed')).head.seq).toBe(1)
    at.enrol(['approver', 'killer'], console)
    await wire.closed
    const stream_id = attached.control.outcome === 'reset' ? attached.control.stream_id : idOf('stream')
    const again = await at.attach(console, { stream_id, control: 0, telemetry: 0 })
    expect(again.attached.control).toEqual({ outcome: 'reset', reason: 'what this console may see has changed', stream_id })
    expect((await again.wire.next('snapshot')).body).toMatchObject({ as_of: { control: 1 }, challenges: [{ state: 'pending' }] })
    // Nothing that came after it was acknowledged yet, so nobody can know that the snapshot has arrived.
    const last = await at.attach(console, { stream_id, control: 1, telemetry: 0 })
    expect(last.attached.control).toMatchObject({ outcome: 'reset' })
    at.point.raise()
    await last.wire.next('challenge.raised')
    await last.wire.answer(last.wire.send('payload.get', { hash: digestOf('7'), offset: 0, length: 1 }))
    expect((await at.attach(console, { stream_id, control: 2, telemetry: 0 })).attached.control).toMatchObject({ outcome: 'resumed' })
  })

  it('survive a restart in order, and begin anew after a crash', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
    folders.push(folder)
    const file = join(folder, 'journal.db')
    const point = new FakePoint()
    at = await serving({ point, file })
    const console = at.enrol()
    const { attached } = await at.attach(console)
    const stream_id = attached.control.outcome === 'reset' ? attached.control.stream_id : idOf('stream')
    point.raise()
    await at.close()
    at = await serving({ point, file })
    expect((await at.attach(console, { stream_id, control: 0, telemetry: 0 })).attached.control).toEqual({ outcome: 'resumed', from: 1, to: 1 })
    // A crash: the process is gone and nothing was said.
    at.db.close()
    at = await serving({ point, file })
    expect((await at.attach(console, { stream_id, control: 1, telemetry: 0 })).attached.control).toMatchObject({ outcome: 'reset', reason: 'another stream' })
  })

  it('tell each person what is theirs, without a hole, and others\' verdicts only when it is over', async () => {
    at = await serving()
    at.point.agentList.push({ agent_id: idOf('agent'), name: 'billing', owner: null, purpose: '', environment: 'sandbox', lifecycle: 'registered', credential_kind: 'launch', declared_tools: [], groups: ['finance'], findings: [] })
    const [inside, outside, killer] = [at.enrol(['approver'], undefined, ['finance']), at.enrol(['approver'], undefined, ['legal']), at.enrol(['killer'])]
    const wires = await Promise.all([inside, outside, killer].map(async (console) => (await at.attach(console)).wire))
    const challenge = at.point.raise({ approvals_required: 2 })
    const [first, second, third] = wires as [TestWire, TestWire, TestWire]
    expect((await first.next('challenge.raised')).body).toMatchObject({ state: 'pending', own_decisions: [] })
    for (const wire of [second, third]) expect((await wire.next('epoch.changed')).head.seq).toBe(1)
    const { decision_id } = readReceipt(await first.answer(first.send('challenge.decide', inside.decide(challenge, 'approve'))))
    const { body } = await first.next('challenge.updated')
    expect(body).toMatchObject({ state: 'pending', decided_count: 1, own_decisions: [decision_id] })
    expect(body.ended_by).toBeUndefined()
    expect([...second.frames, ...third.frames].some(({ type }) => type.startsWith('challenge.'))).toBe(false)
  })

  it('carry a snapshot of any size in parts that fit', async () => {
    at = await serving()
    for (let i = 0; i < 40; i++) at.point.raise({ statement: 'x'.repeat(280), invocation: challengePayloadOf().invocation ?? '', critical_values: Array.from({ length: 16 }, () => 'y'.repeat(1_000)), display_context: { text: 'z'.repeat(40_000) } })
    const { wire } = await at.attach(at.enrol())
    const { body } = await wire.next('snapshot')
    expect(body.parts).toBeGreaterThan(1)
    await wire.until(() => wire.frames.filter(({ type }) => type === 'snapshot').length === body.parts)
    expect(wire.frames.flatMap((frame) => (frame.type === 'snapshot' ? frame.body.challenges : []))).toHaveLength(40)
  })

  it('carry all that waits, and of what has ended no more than a console can be sent, the newest', async () => {
    at = await serving()
    const ended = Array.from({ length: 200 }, () => at.point.raise({ display_context: { text: 'z'.repeat(150_000) } }))
    for (const { challenge_id } of ended) at.point.end(challenge_id, { state: 'cancelled', reason: 'caller_gone' })
    const waiting = at.point.raise()
    const { wire } = await at.attach(at.enrol())
    const { body } = await wire.next('snapshot')
    await wire.until(() => wire.frames.filter(({ type }) => type === 'snapshot').length === body.parts)
    const shown = wire.frames.flatMap((frame) => (frame.type === 'snapshot' ? frame.body.challenges : [])).map(({ envelope }) => (JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as { challenge_id: string }).challenge_id)
    expect(shown).toContain(waiting.challenge_id)
    expect(shown).toContain(ended.at(-1)?.challenge_id)
    expect(shown.length).toBeLessThan(60)
  })
})

describe('a point that was put back from an old copy', () => {
  it('learns it from its own statement, voids what waits, and needs a person', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'countersign-'))
    folders.push(folder)
    const point = new FakePoint()
    at = await serving({ point })
    const console = at.enrol()
    const { wire } = await at.attach(console)
    readLockReceipt(await wire.answer(wire.send('lock.engage', console.lock({ aud: point.pointId }))))
    // It is stated at once, and not with the next ping alone: until then the point could give the same epoch out twice.
    await wire.until(() => wire.frames.filter(({ type }) => type === 'point.statement').length === 2)
    const newest = wire.frames.findLast(({ type }) => type === 'point.statement')
    console.statement = newest?.type === 'point.statement' ? newest.body.envelope : undefined
    await at.close()

    // The same key, and a journal that knows nothing of it.
    point.epoch = 0
    point.lockList.splice(0)
    at = await serving({ point, file: join(folder, 'journal.db') })
    at.enrol(['approver', 'killer', 'admin'], console)
    const waiting = point.raise()
    const { attached } = await at.attach(console)
    expect(point.voided).toEqual([1])
    expect(point.stateOf(waiting.challenge_id)).toBe('cancelled')
    expect(attached.epoch).toBeGreaterThan(1)
    expect(at.server.needsRecovery).toBe(true)
    const risky = point.raise()
    const { wire: again } = await at.attach(console)
    expect(point.voided).toEqual([1])
    expect(readReceipt(await again.answer(again.send('challenge.decide', console.decide(risky, 'approve'))))).toMatchObject({ error: 'locked' })
    expect(at.server.recover()).toMatchObject({ status: 'done' })
    expect(at.server.needsRecovery).toBe(false)
    expect(at.server.recover()).toMatchObject({ status: 'refused' })
  })
})

describe('a restore that cannot be written down', () => {
  it('voids what waits all the same, and lets no console go on as if nothing were', async () => {
    const point = new FakePoint()
    at = await serving({ point })
    const console = at.enrol()
    point.epoch = 7
    const { wire } = await at.attach(console)
    console.statement = (await wire.next('point.statement')).body.envelope
    point.epoch = 0
    at.store.noteRestored = () => {
      throw new Error('SQLITE_FULL')
    }
    const waiting = point.raise()
    const next = at.dial()
    next.send('attach', console.attachBody((await next.next('hello')).body))
    expect((await next.closed).code).toBe(CLOSE.pointFault)
    expect(point.voided).toEqual([7])
    expect(point.stateOf(waiting.challenge_id)).toBe('cancelled')
    expect(at.server.needsRecovery).toBe(true)
  })
})
