import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generatePrivateKey } from '../../shared/evidence/index.ts'
import { CLOSE, LIMITS } from '../../shared/protocol/index.ts'
import { NOW } from '../builders/protocol.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { freshId, freshNonce, readLockReceipt, readReceipt, type ScriptedConsole, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
beforeEach(async () => {
  at = await serving()
})
afterEach(() => at.close())

const aud = () => at.point.pointId
const engage = async (wire: TestWire, console: ScriptedConsole, over: object = {}) => readLockReceipt(await wire.answer(wire.send('lock.engage', console.lock({ aud: aud(), ...over }))))
const release = async (wire: TestWire, console: ScriptedConsole, lock_id: ReturnType<typeof freshId<'lock'>>) => readLockReceipt(await wire.answer(wire.send('lock.release', console.release({ aud: aud(), lock_id }))))
const rows = () => (at.db.prepare('SELECT count(*) AS count FROM console_command').get() as { count: number }).count

describe('a stranger at the port', () => {
  const ended = (socket: Socket) => new Promise<void>((resolve) => void socket.on('error', () => {}).once('close', () => resolve()))

  it('whose upgrade is not as it has to be is turned away and heard of, and does not stay', async () => {
    const { port } = at.server.address()
    for (const key of ['', 'Sec-WebSocket-Key: short\r\n']) {
      const socket = connect(port, '127.0.0.1')
      socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: countersign.v1\r\n${key}\r\n`)
      await ended(socket)
    }
    expect(at.facts.filter(({ what }) => what === 'turned_away')).toHaveLength(2)
  })
})

describe('a read that fails while a console is served', () => {
  it('ends that console\'s link and nothing else', async () => {
    const { wire } = await at.attach(at.enrol())
    const findKey = at.store.roster.findKey.bind(at.store.roster)
    at.store.roster.findKey = () => {
      throw new Error('SQLITE_IOERR_READ')
    }
    at.time.pass(LIMITS.pingEveryMs)
    expect((await wire.closed).code).toBe(CLOSE.pointFault)
    at.store.roster.findKey = findKey
    expect((await at.attach(at.enrol())).attached.roles).toContain('approver')
  })
})

describe('a disk that cannot be read', () => {
  const failing = () => {
    throw new Error('SQLITE_IOERR_READ')
  }

  it.each(['find', 'isKnown', 'isNonceSpent', 'headOf'] as const)('keeps no stop and no denial from taking effect (%s)', async (look) => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const { commands, logs } = at.store
    Object.assign(look === 'headOf' ? logs : commands, { [look]: failing })
    const challenge = at.point.raise()
    expect(await engage(wire, console)).toMatchObject({ outcome: 'accepted' })
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', console.decide(challenge, 'deny'))))).toMatchObject({ outcome: 'accepted' })
    expect(at.point.stateOf(challenge.challenge_id)).toBe('denied')
  })

  it('gives no second answer to a denial that contradicts the first, and refuses no stop for good that was begun', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const challenge = at.point.raise()
    const denial = console.decide(challenge, 'deny')
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', denial)))).toMatchObject({ outcome: 'accepted' })
    at.point.failNext = 'before'
    const stop = console.lock({ aud: aud() })
    expect((await wire.answer(wire.send('lock.engage', stop))).body).toMatchObject({ ok: false, error: { code: 'unavailable' } })

    const find = at.store.commands.find.bind(at.store.commands)
    Object.assign(at.store.commands, { find: failing })
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', denial)))).toMatchObject({ outcome: 'accepted' })
    expect(readLockReceipt(await wire.answer(wire.send('lock.engage', stop)))).toMatchObject({ outcome: 'accepted' })
    Object.assign(at.store.commands, { find })
    expect(readLockReceipt(await wire.answer(wire.send('lock.engage', stop)))).toMatchObject({ outcome: 'accepted' })
    expect(at.point.engaged).toBe(1)
  })

  it('lets no approval and no release be judged anew that may have been answered before', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const approval = console.decide(at.point.raise(), 'approve')
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', approval)))).toMatchObject({ outcome: 'accepted' })
    const lock_id = freshId('lock')
    await engage(wire, console, { lock_id, target: { kind: 'session', value: freshId('session') } })
    Object.assign(at.store.commands, { find: failing })
    expect((await wire.answer(wire.send('challenge.decide', approval))).body).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    expect((await wire.answer(wire.send('lock.release', console.release({ aud: aud(), lock_id })))).body).toMatchObject({ ok: false, error: { code: 'unavailable' } })
    expect(at.point.released).toBe(0)
  })
})

describe('a stop that its sender may not order', () => {
  it('keeps nobody else from ordering it under the same id', async () => {
    const [killer, observer] = [at.enrol(['killer']), at.enrol(['observer'])]
    const lock_id = freshId('lock')
    expect(await engage((await at.attach(observer)).wire, observer, { lock_id })).toMatchObject({ error: 'forbidden' })
    expect(await engage((await at.attach(killer)).wire, killer, { lock_id })).toMatchObject({ outcome: 'accepted' })
    expect(at.point.engaged).toBe(1)
  })
})

describe('an order that is signed by nobody who may', () => {
  it('is refused before its id is looked at, ends the link in the end, and takes no room', async () => {
    const killer = at.enrol(['killer'])
    const { wire: own } = await at.attach(killer)
    const lock_id = freshId('lock')
    await engage(own, killer, { lock_id })
    const challenge = at.point.raise()
    const before = rows()

    const { wire } = await at.attach(at.enrol(['observer']))
    const stranger = generatePrivateKey()
    const forged = () => killer.sign('lock', { type: 'countersign.lock/v1', lock_id, nonce: freshNonce() }, stranger)
    expect(readLockReceipt(await wire.answer(wire.send('lock.engage', { envelope: forged() })))).toMatchObject({ outcome: 'refused', error: 'key_unknown' })
    const denial = { envelope: killer.sign('decision', killer.decisionOn(challenge, 'deny'), stranger) }
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', denial)))).toMatchObject({ outcome: 'refused', error: 'key_unknown' })
    for (let i = 0; i < 20; i++) wire.send('lock.engage', { envelope: forged() })
    expect((await wire.closed).code).toBe(CLOSE.badFrame)
    expect(rows()).toBe(before)
  })

  it('is refused unread where it is longer than an order can be', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const long = console.sign('decision', { ...console.decisionOn(at.point.raise(), 'deny'), comment: 'x'.repeat(LIMITS.signedOrderBytes) })
    const answer = await wire.answer(wire.send('challenge.decide', { envelope: long }))
    expect(answer.body).toMatchObject({ ok: false, error: { code: 'too_large' } })
    expect(rows()).toBe(0)
  })
})

describe('the longest order that a person can give', () => {
  it('is taken: a reason of nothing but characters that are written with escapes', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    expect(await engage(wire, console, { reason: '\u0001'.repeat(LIMITS.commentCharacters) })).toMatchObject({ outcome: 'accepted' })
    const denial = console.decide(at.point.raise(), 'deny', { comment: '\u0001'.repeat(LIMITS.commentCharacters) })
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', denial)))).toMatchObject({ outcome: 'accepted' })
  })
})

describe('the stops of one person', () => {
  const standing = (console: ScriptedConsole, count: number) => {
    for (let i = 0; i < count; i++) at.point.lockList.push({ lock_id: freshId('lock'), target: { kind: 'session', value: freshId('session') }, effect: 'halt', mode: 'drain', reason: '\u0001'.repeat(2_000), initiating_entity: 'reviewer', created_at: NOW, created_by: console.person, expires_at: null, epoch: i + 1, drill: false })
  }

  it('are so many and no more, another\'s are not counted, and everything can be stopped still', async () => {
    const [one, two] = [at.enrol(), at.enrol()]
    standing(one, 256)
    const target = { kind: 'session', value: freshId('session') } as const
    const { wire } = await at.attach(one)
    expect(await engage(wire, one, { target })).toMatchObject({ outcome: 'refused', error: 'rate_limited' })
    expect(await engage(wire, one)).toMatchObject({ outcome: 'accepted' })
    expect(await engage((await at.attach(two)).wire, two, { target })).toMatchObject({ outcome: 'accepted' })
  })

  it('are told whole to whoever comes, also when several have as many as they may', async () => {
    for (let i = 0; i < 4; i++) standing(at.enrol(), 512)
    const { wire } = await at.attach(at.enrol())
    await wire.next('point.statement')
    const told = wire.frames.flatMap((frame) => (frame.type === 'snapshot' ? frame.body.locks : []))
    expect(told).toHaveLength(2_048)
  })
})

describe('a receipt', () => {
  it('fits into a frame whatever a stop has stopped, and tells what may still run first', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const sessions = Array.from({ length: 9_000 }, () => freshId('session'))
    const plain = at.point.engage.bind(at.point)
    at.point.engage = async (...order) => ({ ...(await plain(...order)), sessionsStopped: sessions, inflightUnabortable: sessions })
    const receipt = await engage(wire, console)
    expect(receipt.inflight_unabortable).toHaveLength(9_000)
    expect(receipt.sessions_stopped).toHaveLength(1_000)
  })
})

describe('the release of everything', () => {
  async function firstWord() {
    const [one, two, killer] = [at.enrol(['admin']), at.enrol(['admin']), at.enrol(['killer'])]
    const lock_id = freshId('lock')
    await engage((await at.attach(killer)).wire, killer, { lock_id })
    expect(await release((await at.attach(one)).wire, one, lock_id)).toMatchObject({ error: 'second_admin_needed' })
    return { one, two, lock_id }
  }

  it('does not count the word of an admin whose key was revoked since', async () => {
    const { one, two, lock_id } = await firstWord()
    await at.server.revokeReviewerKey(one.reviewer.publicKey.kid)
    expect(await release((await at.attach(two)).wire, two, lock_id)).toMatchObject({ error: 'second_admin_needed' })
    expect(at.point.released).toBe(0)
  })

  it('does not count the word of somebody who is no admin any more', async () => {
    const { one, two, lock_id } = await firstWord()
    at.enrol(['approver'], one)
    expect(await release((await at.attach(two)).wire, two, lock_id)).toMatchObject({ error: 'second_admin_needed' })
    expect(at.point.released).toBe(0)
  })

  it('does not take both words from one key, whoever it was enrolled for in between', async () => {
    const { one, lock_id } = await firstWord()
    at.server.enrol({ console: { console_id: one.consoleId, name: 'desk', key: one.key.publicKey }, reviewerKey: one.reviewer.publicKey, logOrigin: one.log.origin, person: { iss: 'i', sub: 'other', name: 'Other' }, roles: ['admin'], groups: [] })
    expect(await release((await at.attach(one)).wire, one, lock_id)).toMatchObject({ error: 'second_admin_needed' })
    expect(at.point.released).toBe(0)
  })
})
