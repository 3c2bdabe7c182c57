import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { generatePrivateKey, hashBytes, verifyEnvelope } from '../../shared/evidence/index.ts'
import { CLOSE, LIMITS, PAYLOADS, type PointBody } from '../../shared/protocol/index.ts'
import { challengePayloadOf, digestOf, idOf, NOW } from '../builders/protocol.ts'
import { FakePoint } from '../fakes/console/FakePoint.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { readLockReceipt, readReceipt, ScriptedConsole, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
const folders: string[] = []
afterEach(async () => {
  await at.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const resultOf = ({ body }: { body: unknown }) => (body as PointBody<'result'> & { ok: false }).error
const statusOf = (url: string, headers: Record<string, string>) => new Promise<number>((resolve, reject) => {
  const asked = request(url.replace('ws:', 'http:'), { headers: { Connection: 'Upgrade', Upgrade: 'websocket', 'Sec-WebSocket-Version': '13', 'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==', 'Sec-WebSocket-Protocol': 'countersign.v1', ...headers } }, (response) => resolve(response.statusCode ?? 0))
  asked.on('upgrade', (_response, socket) => {
    socket.destroy()
    resolve(101)
  })
  asked.on('error', reject)
  asked.end()
})

describe('the door', () => {
  it('opens for consoles, and not for a browser, another host, another protocol or a path', async () => {
    at = await serving()
    expect(await statusOf(at.url, {})).toBe(101)
    expect(await statusOf(at.url, { Origin: 'https://evil.example' })).toBe(403)
    expect(await statusOf(at.url, { Origin: 'null' })).toBe(403)
    expect(await statusOf(at.url, { Host: 'evil.example:80' })).toBe(403)
    expect(await statusOf(at.url, { Host: '127.0.0.1:1' })).toBe(403)
    expect(await statusOf(at.url, { 'Sec-WebSocket-Protocol': 'countersign.v2' })).toBe(400)
    expect(await statusOf(`${at.url}x`, {})).toBe(404)
    expect(at.facts.filter(({ what }) => what === 'turned_away')).toHaveLength(6)
  })

  it('offers no compression', async () => {
    at = await serving()
    const wire = at.dial({ perMessageDeflate: true })
    await wire.next('hello')
    expect(wire.socket.extensions).toBe('')
  })

  it('does not open on another host without a certificate', async () => {
    at = await serving()
    await expect(serving({ parts: { address: { host: '0.0.0.0', port: 0 } } })).rejects.toThrow('certificate')
  })
})

describe('a console that attaches', () => {
  it('is let in by proofs of both sides, over this connection', async () => {
    at = await serving()
    const console = at.enrol()
    const { hello, attached } = await at.attach(console)
    const { key } = at.point
    const verdict = verifyEnvelope({ envelope: attached.proof, name: 'attached', findKey: (kid) => (kid === key.publicKey.kid ? key.publicKey : undefined) })
    expect(verdict.status).toBe('verified')
    expect(PAYLOADS.attached.parse(verdict.status === 'verified' ? verdict.payload : null)).toMatchObject({ point_nonce: hello.nonce, console_id: console.consoleId, channel: 'loopback' })
    expect(attached).toMatchObject({ reviewer: console.person, roles: ['approver', 'killer', 'admin'], control: { outcome: 'reset' } })
  })

  const wrong: readonly [string, (console: ScriptedConsole, hello: PointBody<'hello'>) => ReturnType<ScriptedConsole['attachBody']>, number, string][] = [
    ['a proof by another key', (console, hello) => console.attachBody(hello, { key: generatePrivateKey() }), CLOSE.unauthenticated, 'signature_invalid'],
    ['a proof for another channel', (console, hello) => console.attachBody(hello, { channel: 'another-channel' }), CLOSE.unauthenticated, 'unauthenticated'],
    ['a proof for an earlier hello', (console, hello) => console.attachBody({ ...hello, nonce: 'AAAAAAAAAAAAAAAAAAAAAA' }), CLOSE.unauthenticated, 'unauthenticated'],
    ['a proof for another point', (console, hello) => console.attachBody(hello, { bound: { point_id: idOf('point', 2) } }), CLOSE.unauthenticated, 'unauthenticated'],
    ['a console that nobody paired', (_console, hello) => new ScriptedConsole().attachBody(hello), CLOSE.unauthenticated, 'key_unknown'],
    ['a reviewer key that nobody enrolled', (console, hello) => {
      console.reviewer = generatePrivateKey()
      return console.attachBody(hello)
    }, CLOSE.forbidden, 'key_unknown'],
  ]
  it.each(wrong)('with %s is told why and turned out', async (_what, body, close, code) => {
    at = await serving()
    const console = at.enrol()
    const wire = at.dial()
    const hello = (await wire.next('hello')).body
    wire.send('attach', body(console, hello))
    expect(resultOf(await wire.next('result')).code).toBe(code)
    expect((await wire.closed).code).toBe(close)
    expect(at.facts.some((fact) => fact.what === 'attach_refused' && fact.code === code)).toBe(true)
  })

  it('with a key that was revoked, or whose day has passed, is turned out', async () => {
    at = await serving()
    const console = at.enrol(['approver'])
    const earlier = console.reviewer
    console.reviewer = generatePrivateKey()
    at.enrol(['approver'], console)
    console.reviewer = earlier
    const { wire } = await at.attach(console)
    at.time.pass(24 * 60 * 60 * 1_000)
    await wire.closed
    const late = at.dial()
    late.send('attach', console.attachBody((await late.next('hello')).body))
    expect((await late.closed.then(() => null)) ?? resultOf(late.frames.find(({ type }) => type === 'result') as never).code).toBe('key_revoked')
  })

  it.each([
    ['fewer roles', ['observer'] as const, {}],
    ['another person', ['approver'] as const, { person: { iss: 'i', sub: 'other', name: 'Other' } }],
  ])('with an earlier key, after it was paired anew for %s, is not let in', async (_what, roles, over) => {
    at = await serving()
    const console = at.enrol(['approver'])
    const enrolment = { console: { console_id: console.consoleId, name: 'desk', key: console.key.publicKey }, reviewerKey: generatePrivateKey().publicKey, logOrigin: console.log.origin, person: console.person, roles: [...roles], groups: [] }
    at.server.enrol({ ...enrolment, ...over })
    const late = at.dial()
    late.send('attach', console.attachBody((await late.next('hello')).body))
    expect(resultOf(await late.next('result')).code).toBe('key_revoked')
  })

  it('shows the holder of a key nothing more once its day has passed', async () => {
    at = await serving()
    const console = new ScriptedConsole()
    const enrolment = { console: { console_id: console.consoleId, name: 'desk', key: console.key.publicKey }, reviewerKey: console.reviewer.publicKey, logOrigin: console.log.origin, person: console.person, roles: ['approver' as const], groups: [] }
    at.server.enrol({ ...enrolment, lapsesAtMs: at.point.nowMs() + 15_000 })
    const { wire } = await at.attach(console)
    at.time.pass(10_000)
    await wire.next('ping')
    wire.send('pong', { nonce: 'AAAAAAAAAAAAAAAAAAAAAA' })
    at.time.pass(10_000)
    expect((await wire.closed).code).toBe(CLOSE.forbidden)
  })

  it('is let in however many strangers only stand there', async () => {
    at = await serving()
    const console = at.enrol()
    const strangers = Array.from({ length: 300 }, () => at.dial())
    await Promise.all(strangers.slice(-200).map((wire) => wire.next('hello')))
    const { wire } = await at.attach(console)
    expect(readLockReceipt(await wire.answer(wire.send('lock.engage', console.lock({ aud: at.point.pointId }))))).toMatchObject({ outcome: 'accepted' })
  })

  it('a second time ends its older link', async () => {
    at = await serving()
    const console = at.enrol()
    const { wire: first } = await at.attach(console)
    const { wire: second } = await at.attach(console)
    expect(await first.closed).toEqual({ code: CLOSE.goingAway, reason: 'this console has attached anew' })
    expect(second.socket.readyState).toBe(second.socket.OPEN)
    expect(at.server.consoles()).toMatchObject([{ isAttached: true }])
  })

  it('has five seconds for it, and 64 KiB', async () => {
    at = await serving()
    const slow = at.dial()
    await slow.next('hello')
    at.time.pass(LIMITS.attachMs)
    expect((await slow.closed).code).toBe(CLOSE.attachTimeout)
    const fat = at.dial()
    await fat.next('hello')
    fat.socket.send(' '.repeat(LIMITS.bytesBeforeAttach + 1))
    expect((await fat.closed).code).toBe(CLOSE.tooBig)
  })

  it('speaks text, in frames that are as agreed, or not for long', async () => {
    at = await serving()
    const console = at.enrol()
    for (const [before, send] of [[true, (wire: TestWire) => wire.socket.send('{"a":1,"a":2}')], [false, (wire: TestWire) => wire.socket.send(Buffer.from('{}'), { binary: true })]] as const) {
      const wire = before ? at.dial() : (await at.attach(console)).wire
      if (before) await wire.next('hello')
      send(wire)
      expect((await wire.closed).code).toBe(CLOSE.badFrame)
    }
    const { wire } = await at.attach(console)
    wire.socket.send(' '.repeat(LIMITS.consoleFrameBytes + 1))
    expect((await wire.closed).code).toBe(1009)
    const { wire: clumsy } = await at.attach(console)
    for (let i = 0; i <= 8; i++) clumsy.socket.send('{}')
    expect((await clumsy.closed).code).toBe(CLOSE.badFrame)
  })

  it('is cut off after 25 s of silence, and not while it speaks', async () => {
    at = await serving()
    const { wire } = await at.attach(at.enrol())
    at.time.pass(10_000)
    const { body } = await wire.next('ping')
    wire.send('ping', { nonce: body.nonce })
    await wire.until(() => wire.frames.some(({ type }) => type === 'pong'))
    at.time.pass(24_999)
    expect(at.server.consoles()).toMatchObject([{ isAttached: true }])
    at.time.pass(1)
    expect((await wire.closed).code).toBe(1006)
  })

  it('over a raw socket that says nothing reaches nobody', async () => {
    at = await serving()
    const socket = connect(at.server.address().port, '127.0.0.1')
    await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
    socket.destroy()
    expect((await at.attach(at.enrol())).attached.roles).toContain('approver')
  })
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

describe('other commands', () => {
  it('give the bytes of an action in pieces, to whoever may see it', async () => {
    at = await serving()
    const bytes = new TextEncoder().encode('x'.repeat(100))
    const hash = hashBytes(bytes)
    at.point.payloads.set(hash, bytes)
    const { wire } = await at.attach(at.enrol())
    const ask = async (over: object) => (await wire.answer(wire.send('payload.get', { hash, offset: 0, length: 40, ...over }))).body
    expect(await ask({})).toMatchObject({ ok: false, error: { code: 'forbidden' } })
    at.point.raise({ invocation_hash: hash })
    expect(await ask({ offset: 80 })).toMatchObject({ ok: true, data: { offset: 80, total: 100, data: Buffer.from('x'.repeat(20)).toString('base64') } })
    expect(await ask({ length: LIMITS.payloadPartBytes + 1 })).toMatchObject({ ok: false, error: { code: 'too_large' } })
    expect(await ask({ hash: digestOf('7') })).toMatchObject({ ok: false, error: { code: 'forbidden' } })
  })

  it('wait when they come too fast, and denials and stops never do', async () => {
    at = await serving()
    const console = at.enrol()
    const { wire } = await at.attach(console)
    for (let i = 0; i < 120; i++) wire.send('ping', { nonce: 'AAAAAAAAAAAAAAAAAAAAAA' })
    await wire.until(() => wire.frames.some(({ type, body }) => type === 'result' && !(body as PointBody<'result'>).ok))
    const denied = at.point.raise()
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', console.decide(denied, 'deny'))))).toMatchObject({ outcome: 'accepted' })
    expect(readLockReceipt(await wire.answer(wire.send('lock.engage', console.lock({ aud: at.point.pointId }))))).toMatchObject({ outcome: 'accepted' })
    const held = await wire.answer(wire.send('challenge.decide', console.decide(at.point.raise(), 'approve')))
    expect(resultOf(held)).toMatchObject({ code: 'rate_limited', retryable: true })
    for (let i = 0; i < 300; i++) wire.send('ping', { nonce: 'AAAAAAAAAAAAAAAAAAAAAA' })
    expect((await wire.closed).code).toBe(CLOSE.rateLimited)
  })

  it('answer a frame that this point does not know, and go on', async () => {
    at = await serving()
    const { wire } = await at.attach(at.enrol())
    const id = idOf('message', 5)
    wire.socket.send(JSON.stringify({ v: 1, type: 'probe.run', id, ts: NOW, body: {} }))
    expect(resultOf(await wire.answer(id)).code).toBe('unsupported_type')
    expect(wire.socket.readyState).toBe(wire.socket.OPEN)
  })
})
