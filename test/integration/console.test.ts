import { request } from 'node:http'
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { generatePrivateKey, hashBytes, verifyEnvelope } from '../../shared/evidence/index.ts'
import { CLOSE, LIMITS, PAYLOADS, type PointBody } from '../../shared/protocol/index.ts'
import { digestOf, idOf, NOW } from '../builders/protocol.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { readLockReceipt, readReceipt, ScriptedConsole, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
afterEach(() => at.close())

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
