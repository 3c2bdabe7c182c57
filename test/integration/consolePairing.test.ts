import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PairingNews, PairingRequest } from '../../gateway/console/index.ts'
import { generatePrivateKey, macOf, pairingWords } from '../../shared/evidence/index.ts'
import { CLOSE, LIMITS, type ConsoleBody, type PointBody } from '../../shared/protocol/index.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { freshNonce, ScriptedConsole, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
let console: ScriptedConsole
let news: PairingNews[]
let words: readonly string[]
/** What the person on the host says of the words. */
let answer: (isSame: boolean) => void
let asked: Promise<void>
beforeEach(async () => {
  at = await serving()
  console = new ScriptedConsole()
  news = []
})
afterEach(() => at.close())

function begin(over: Partial<PairingRequest> = {}) {
  let isAsked = () => {}
  asked = new Promise((resolve) => (isAsked = resolve))
  const result = at.server.beginPairing({
    person: console.person, roles: ['approver', 'killer'], groups: ['ops'],
    tell: (told) => void news.push(told),
    confirm: (shown) => {
      words = shown
      return new Promise((resolve) => {
        answer = resolve
        isAsked()
      })
    },
    ...over,
  })
  const [first] = news
  return { result, code: first?.kind === 'code' ? first.code : '' }
}

function offer(hello: PointBody<'hello'>, code: string, over: { mac?: string; reviewer?: ReturnType<typeof generatePrivateKey> } = {}): ConsoleBody<'pair.offer'> {
  const nonce = freshNonce()
  const reviewer = over.reviewer ?? console.reviewer
  const value = {
    certificate_key: null, console_id: console.consoleId, console_key: console.key.publicKey.kid, console_nonce: nonce, log_origin: console.log.origin,
    point_id: hello.point.point_id, point_key: hello.point.key.kid, point_nonce: hello.nonce, reviewer_key: reviewer.publicKey.kid,
  }
  return { console: console.facts, reviewer_key: { ...reviewer.publicKey }, log_origin: console.log.origin, nonce, mac: over.mac ?? macOf({ key: new TextEncoder().encode(code), purpose: 'pairing', value }) }
}

async function offered(code: string): Promise<TestWire> {
  const wire = at.dial()
  wire.send('pair.offer', offer((await wire.next('hello')).body, code))
  await asked
  return wire
}

describe('pairing', () => {
  it.each(['host', 'console'])('shows the same eight words on both sides, and lets the console in when both have accepted, the %s first', async (first) => {
    const { result, code } = begin()
    const wire = await offered(code)
    const { kid } = at.point.key.publicKey
    expect(words).toEqual(pairingWords({ pointKey: kid, consoleKey: console.key.publicKey.kid, reviewerKey: console.reviewer.publicKey.kid, certificateKey: null, code }))
    if (first === 'host') {
      answer(true)
      expect((await wire.next('pair.confirm')).body.accepted).toBe(true)
      expect(at.server.consoles()).toEqual([])
      wire.send('pair.confirm', { accepted: true })
    } else {
      wire.send('pair.confirm', { accepted: true })
      answer(true)
      expect((await wire.next('pair.confirm')).body.accepted).toBe(true)
    }
    expect(await result).toMatchObject({ status: 'paired', consoleId: console.consoleId })
    expect((await wire.closed).code).toBe(CLOSE.normal)
    const { attached } = await at.attach(console)
    expect(attached).toMatchObject({ roles: ['approver', 'killer'], groups: ['ops'], reviewer: console.person })
  })

  it('pairs nobody where it cannot be written down, and says so on both sides', async () => {
    const { result, code } = begin()
    const wire = await offered(code)
    wire.send('pair.confirm', { accepted: true })
    await expect.poll(() => news.length).toBeGreaterThan(1)
    at.db.pragma('query_only = ON')
    answer(true)
    expect((await wire.next('pair.confirm')).body.accepted).toBe(false)
    expect(await result).toMatchObject({ status: 'failed', sentence: expect.stringContaining('could not be written down') })
    at.db.pragma('query_only = OFF')
  })

  it('burns the code at the first wrong one', async () => {
    const { result, code } = begin()
    const wire = at.dial()
    wire.send('pair.offer', offer((await wire.next('hello')).body, 'AAAA-BBBB-CCCC'))
    expect(await result).toMatchObject({ status: 'failed', sentence: expect.stringContaining('burnt') })
    expect((await wire.closed).code).toBe(CLOSE.unauthenticated)
    const second = at.dial()
    second.send('pair.offer', offer((await second.next('hello')).body, code))
    expect((await second.closed).code).toBe(CLOSE.forbidden)
    expect(at.server.consoles()).toEqual([])
  })

  it('does not take keys that were changed on the way', async () => {
    const { result, code } = begin()
    const wire = at.dial()
    const made = offer((await wire.next('hello')).body, code)
    wire.send('pair.offer', { ...made, reviewer_key: { ...generatePrivateKey().publicKey } })
    expect(await result).toMatchObject({ status: 'failed' })
  })

  it.each(['host', 'console', 'link'])('ends with nothing written where the words are refused or the %s leaves', async (who) => {
    const { result, code } = begin()
    const wire = await offered(code)
    if (who === 'host') answer(false)
    if (who === 'console') wire.send('pair.confirm', { accepted: false })
    if (who === 'link') wire.socket.terminate()
    expect(await result).toMatchObject({ status: 'failed' })
    if (who === 'host') expect((await wire.next('pair.confirm')).body.accepted).toBe(false)
    answer(true)
    expect(at.server.consoles()).toEqual([])
  })

  it('is open for one connection and five minutes, and only while somebody pairs', async () => {
    const stranger = at.dial()
    stranger.send('pair.offer', offer((await stranger.next('hello')).body, 'AAAA-BBBB-CCCC'))
    expect((await stranger.closed).code).toBe(CLOSE.forbidden)

    const { result } = begin()
    expect(await at.server.beginPairing({ person: console.person, roles: ['approver'], groups: [], tell: () => {}, confirm: async () => true })).toMatchObject({ status: 'failed' })
    const [first, second] = [at.dial(), at.dial()]
    await Promise.all([first.next('hello'), second.next('hello')])
    at.time.pass(LIMITS.attachMs)
    const ended = await Promise.race([first.closed, second.closed])
    expect(ended.code).toBe(CLOSE.attachTimeout)
    at.time.pass(LIMITS.pairingMs)
    expect(await result).toMatchObject({ status: 'failed', sentence: expect.stringContaining('five minutes') })
    await Promise.all([first.closed, second.closed])
  })

  it('refuses an id that another key has', async () => {
    at.enrol(['observer'], console)
    Object.defineProperty(console, 'key', { value: generatePrivateKey() })
    const { result, code } = begin()
    const wire = at.dial()
    wire.send('pair.offer', offer((await wire.next('hello')).body, code))
    expect(await result).toMatchObject({ status: 'failed', sentence: expect.stringContaining('another key') })
    expect((await wire.next('pair.confirm')).body.accepted).toBe(false)
  })
})
