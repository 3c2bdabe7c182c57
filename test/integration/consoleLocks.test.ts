import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { generatePrivateKey, signCheckpoint, signEnvelope } from '../../shared/evidence/index.ts'
import type { ConsoleBody, PointBody } from '../../shared/protocol/index.ts'
import { idOf, NOW } from '../builders/protocol.ts'
import { MemoryLog } from '../fakes/console/MemoryLog.ts'
import { serving, type Serving } from '../fakes/console/serving.ts'
import { freshId, freshNonce, readLockReceipt, readReceipt, type ScriptedConsole, type TestWire } from '../fakes/console/ScriptedConsole.ts'

let at: Serving
beforeEach(async () => {
  at = await serving()
})
afterEach(() => at.close())

const engage = async (wire: TestWire, body: ConsoleBody<'lock.engage'>) => readLockReceipt(await wire.answer(wire.send('lock.engage', body)))
const release = async (wire: TestWire, body: ConsoleBody<'lock.release'>) => readLockReceipt(await wire.answer(wire.send('lock.release', body)))
const aud = () => at.point.pointId

describe('a stop', () => {
  it('needs a key and a role, and no log, no reason and no step-up', async () => {
    const console = at.enrol(['killer'])
    const { wire } = await at.attach(console)
    const lock_id = freshId('lock')
    expect(await engage(wire, console.lock({ aud: aud(), lock_id }))).toMatchObject({ lock_id, verb: 'engage', outcome: 'accepted', epoch: 1, log_unproven: true })
    expect(at.point.lockList).toMatchObject([{ lock_id, created_by: console.person, initiating_entity: 'reviewer' }])
  })

  it('is whose role allows it: a session by an approver, everything by a killer, the own agent by its owner', async () => {
    const owner = at.enrol(['owner'])
    at.point.agentList.push({ agent_id: idOf('agent'), name: 'billing', owner: owner.person, purpose: '', environment: 'sandbox', lifecycle: 'registered', credential_kind: 'launch', declared_tools: [], groups: [], findings: [] })
    const people = { owner, approver: at.enrol(['approver']), observer: at.enrol(['observer']), admin: at.enrol(['admin']) }
    const targets = { session: { kind: 'session', value: idOf('session') }, own: { kind: 'agent', value: idOf('agent') }, other: { kind: 'agent', value: idOf('agent', 2) }, all: { kind: 'all' } } as const
    const may = { owner: ['own'], approver: ['session'], observer: [], admin: ['session', 'own', 'other', 'all'] } as const
    for (const [who, allowed] of Object.entries(may)) {
      const console = people[who as keyof typeof people]
      const { wire } = await at.attach(console)
      for (const [name, target] of Object.entries(targets)) {
        const receipt = await engage(wire, console.lock({ aud: aud(), target, effect: 'pause' }))
        expect([who, name, receipt.outcome, receipt.error]).toEqual((allowed as readonly string[]).includes(name) ? [who, name, 'accepted', undefined] : [who, name, 'refused', 'forbidden'])
      }
    }
    const { wire } = await at.attach(owner)
    expect(await engage(wire, owner.lock({ aud: aud(), target: targets.own, effect: 'halt' }))).toMatchObject({ error: 'forbidden' })
  })

  it('is refused where it is forged, for another point, a drill, or a replay', async () => {
    const console = at.enrol(['killer'])
    const { wire } = await at.attach(console)
    const payload = { type: 'countersign.lock/v1', lock_id: freshId('lock'), target: { kind: 'all' }, effect: 'halt', mode: 'drain', reason: '', drill: false, expires_at: null, nonce: freshNonce(), aud: aud(), issued_at: NOW }
    expect(await engage(wire, { envelope: console.sign('lock', payload, generatePrivateKey()) })).toMatchObject({ error: 'key_unknown' })
    expect(await engage(wire, console.lock({ aud: idOf('point', 2) }))).toMatchObject({ error: 'invalid_binding' })
    // What means to stop nothing must not stop anything, and this version cannot rehearse.
    expect(await engage(wire, console.lock({ aud: aud(), drill: true }))).toMatchObject({ error: 'unsupported_type' })
    const nonce = freshNonce()
    expect(await engage(wire, console.lock({ aud: aud(), nonce }))).toMatchObject({ outcome: 'accepted' })
    expect(await engage(wire, console.lock({ aud: aud(), nonce }))).toMatchObject({ error: 'replay' })
    expect(at.point.engaged).toBe(1)
  })

  it('falls once, however often it is sent, and another envelope of its id is a duplicate', async () => {
    const console = at.enrol(['killer'])
    const { wire } = await at.attach(console)
    const lock_id = freshId('lock')
    const body = console.lock({ aud: aud(), lock_id })
    const [first, again] = await Promise.all([engage(wire, body), engage(wire, body)])
    expect(again).toEqual(first)
    expect(await engage(wire, console.lock({ aud: aud(), lock_id }))).toMatchObject({ error: 'duplicate_request' })
    expect(at.point.engaged).toBe(1)
  })

  it('that the point could not write down is asked for again, and confirmed only when it holds', async () => {
    const console = at.enrol(['killer'])
    const { wire } = await at.attach(console)
    const body = console.lock({ aud: aud() })
    at.point.failNext = 'before'
    expect((await wire.answer(wire.send('lock.engage', body))).body).toMatchObject({ ok: false, error: { code: 'unavailable', retryable: true } })
    expect(await engage(wire, body)).toMatchObject({ outcome: 'accepted' })
    const second = console.lock({ aud: aud() })
    at.point.failNext = 'after'
    await wire.answer(wire.send('lock.engage', second))
    expect(await engage(wire, second)).toMatchObject({ outcome: 'accepted', epoch: 2 })
    expect(at.point.engaged).toBe(2)
  })

  it('that holds and is not on disk is not confirmed, and is as soon as it is', async () => {
    const console = at.enrol(['killer'])
    const { wire } = await at.attach(console)
    const body = console.lock({ aud: aud() })
    at.point.takesLocks = false
    for (let i = 0; i < 2; i++) {
      expect((await wire.answer(wire.send('lock.engage', body))).body).toMatchObject({ ok: false, error: { code: 'unavailable', retryable: true, message: expect.stringContaining('holds') } })
    }
    expect(at.point.lockList).toHaveLength(1)
    at.point.takesLocks = true
    expect(await engage(wire, body)).toMatchObject({ outcome: 'accepted', epoch: 1 })
    expect(at.point.engaged).toBe(1)
  })

  it('of another target under the same id is not confirmed by the one that stands', async () => {
    const console = at.enrol(['killer'])
    const { wire } = await at.attach(console)
    const lock_id = freshId('lock')
    at.point.takesLocks = false
    at.db.pragma('query_only = ON')
    await wire.answer(wire.send('lock.engage', console.lock({ aud: aud(), lock_id, target: { kind: 'agent', value: idOf('agent') } })))
    at.point.takesLocks = true
    expect(await engage(wire, console.lock({ aud: aud(), lock_id, target: { kind: 'all' } }))).toMatchObject({ outcome: 'refused', error: 'duplicate_request' })
    at.db.pragma('query_only = OFF')
  })

  it('is answered while the disk takes nothing, and the same way again', async () => {
    const console = at.enrol(['approver', 'killer'])
    const { wire } = await at.attach(console)
    const challenge = at.point.raise()
    at.db.pragma('query_only = ON')
    const body = console.lock({ aud: aud() })
    const first = await engage(wire, body)
    expect(first).toMatchObject({ outcome: 'accepted' })
    expect(await engage(wire, body)).toEqual(first)
    const denial = console.decide(challenge, 'deny')
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', denial)))).toMatchObject({ outcome: 'accepted' })
    const other = at.point.raise()
    expect(readReceipt(await wire.answer(wire.send('challenge.decide', console.decide(other, 'approve')))).outcome).toBe('refused')
    expect(at.point.stateOf(other.challenge_id)).toBe('pending')
    at.db.pragma('query_only = OFF')
  })
})

describe('a release', () => {
  it('needs a hand, a reason and the role, and a refused one uses nothing up', async () => {
    const console = at.enrol(['killer'])
    const approver = at.enrol(['approver'])
    const { wire } = await at.attach(console)
    const { wire: theirs } = await at.attach(approver)
    const lock_id = freshId('lock')
    await engage(wire, console.lock({ aud: aud(), lock_id, target: { kind: 'agent', value: idOf('agent') } }))
    expect(await release(wire, console.release({ aud: aud(), lock_id, presence: { method: 'click', at: NOW } }))).toMatchObject({ error: 'presence_required' })
    expect(await release(wire, console.release({ aud: aud(), lock_id, reason: ' ' }))).toMatchObject({ error: 'payload_incomplete' })
    expect(await release(theirs, approver.release({ aud: aud(), lock_id }))).toMatchObject({ error: 'forbidden' })
    expect(await release(wire, console.release({ aud: aud(), lock_id: freshId('lock') }))).toMatchObject({ error: 'invalid_binding' })
    expect(at.point.released).toBe(0)
    const good = console.release({ aud: aud(), lock_id })
    const first = await release(wire, good)
    expect(first).toMatchObject({ verb: 'release', outcome: 'accepted' })
    expect(at.point.lockList).toMatchObject([{ release_reason: 'It was looked at.' }])
    expect(await release(wire, good)).toEqual(first)
    expect(await release(wire, console.release({ aud: aud(), lock_id }))).toMatchObject({ error: 'duplicate_request' })
    expect(at.point.released).toBe(1)
  })

  it('of a session\'s stop is for whoever made it, a killer and an admin; of another\'s an approver has none', async () => {
    const [one, two, killer] = [at.enrol(['approver']), at.enrol(['approver']), at.enrol(['killer'])]
    const wires = { one: (await at.attach(one)).wire, two: (await at.attach(two)).wire, killer: (await at.attach(killer)).wire }
    const stopped = async (console: ScriptedConsole, wire: TestWire) => (await engage(wire, console.lock({ aud: aud(), target: { kind: 'session', value: freshId('session') } }))).lock_id
    const [own, theirs, last] = [await stopped(one, wires.one), await stopped(killer, wires.killer), await stopped(two, wires.two)]
    expect(await release(wires.one, one.release({ aud: aud(), lock_id: own }))).toMatchObject({ outcome: 'accepted' })
    expect(await release(wires.one, one.release({ aud: aud(), lock_id: theirs }))).toMatchObject({ outcome: 'refused', error: 'forbidden' })
    expect(await release(wires.one, one.release({ aud: aud(), lock_id: last }))).toMatchObject({ outcome: 'refused', error: 'forbidden' })
    expect(await release(wires.killer, killer.release({ aud: aud(), lock_id: last }))).toMatchObject({ outcome: 'accepted' })
    expect(at.point.released).toBe(2)
  })

  it('of a stop of everything takes two admins within ten minutes', async () => {
    const [one, two, killer] = [at.enrol(['admin']), at.enrol(['admin']), at.enrol(['killer'])]
    const wires = { one: (await at.attach(one)).wire, two: (await at.attach(two)).wire, killer: (await at.attach(killer)).wire }
    const lock_id = freshId('lock')
    await engage(wires.killer, killer.lock({ aud: aud(), lock_id }))
    expect(await release(wires.killer, killer.release({ aud: aud(), lock_id }))).toMatchObject({ outcome: 'refused', error: 'forbidden' })
    const first = one.release({ aud: aud(), lock_id })
    expect(await release(wires.one, first)).toMatchObject({ outcome: 'accepted', error: 'second_admin_needed', epoch: 1 })
    expect(await release(wires.one, first)).toMatchObject({ error: 'second_admin_needed' })
    expect(await release(wires.one, one.release({ aud: aud(), lock_id }))).toMatchObject({ error: 'second_admin_needed' })
    expect(at.point.released).toBe(0)
    at.time.pass(5_000)
    for (const wire of Object.values(wires)) wire.send('pong', { nonce: freshNonce() })
    const done = await release(wires.two, two.release({ aud: aud(), lock_id }))
    expect(done).toMatchObject({ outcome: 'accepted' })
    expect(done.error).toBeUndefined()
    expect(at.point.released).toBe(1)
  })

  it('of a stop of everything does not count after ten minutes', async () => {
    const [one, two] = [at.enrol(['admin']), at.enrol(['admin'])]
    const { wire } = await at.attach(one)
    const lock_id = freshId('lock')
    await engage(wire, one.lock({ aud: aud(), lock_id }))
    await release(wire, one.release({ aud: aud(), lock_id }))
    at.time.pass(10 * 60_000 + 1)
    const { wire: later } = await at.attach(two)
    expect(await release(later, two.release({ aud: aud(), lock_id }))).toMatchObject({ error: 'second_admin_needed' })
    expect(at.point.released).toBe(0)
  })
})

describe('a log that begins anew', () => {
  function reset(console: ScriptedConsole, log: MemoryLog, over: object = {}, key = console.key) {
    const payload = { type: 'countersign.log-reset/v1', console_id: console.consoleId, old_origin: console.log.origin, new_origin: log.origin, checkpoint: log.checkpoint(), size: log.size, aud: aud(), nonce: freshNonce(), ...over }
    return { envelope: signEnvelope({ name: 'log-reset', payload: payload as never, key }) }
  }
  const resultOf = async (wire: TestWire, body: ConsoleBody<'log.reset'>) => (await wire.answer(wire.send('log.reset', body))).body as PointBody<'result'>

  it('waits for a person on the host, and counts from then on', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const log = new MemoryLog(`${console.log.origin}/2`, console.key)
    expect(await resultOf(wire, reset(console, log, {}, generatePrivateKey()))).toMatchObject({ ok: false, error: { code: 'signature_invalid' } })
    expect(await resultOf(wire, reset(console, log, { aud: idOf('point', 2) }))).toMatchObject({ ok: false, error: { code: 'invalid_binding' } })
    expect(await resultOf(wire, reset(console, log, { checkpoint: signCheckpoint({ origin: log.origin, size: 0, root: new Uint8Array(32), extensions: [] }, generatePrivateKey()) }))).toMatchObject({ ok: false, error: { code: 'payload_incomplete' } })
    expect(at.server.acceptLog(console.consoleId).status).toBe('refused')
    const good = reset(console, log)
    expect(await resultOf(wire, good)).toMatchObject({ ok: true, data: { status: 'pending' } })
    expect(await resultOf(wire, good)).toMatchObject({ ok: false, error: { code: 'replay' } })
    expect(at.server.consoles()[0]?.pendingLogReset).toMatchObject({ newOrigin: log.origin, size: 0 })
    expect(at.server.acceptLog(console.consoleId).status).toBe('done')
    await wire.closed
    const { wire: next } = await at.attach(console)
    const challenge = at.point.raise()
    expect(readReceipt(await next.answer(next.send('challenge.decide', console.decide(challenge, 'approve'))))).toMatchObject({ error: 'payload_incomplete' })
    const envelope = console.sign('decision', console.decisionOn(challenge, 'approve'))
    expect(readReceipt(await next.answer(next.send('challenge.decide', { envelope, proof: log.proof(log.append(envelope), 0) })))).toMatchObject({ outcome: 'accepted', log: { origin: log.origin, size: 1 } })
  })
})

describe('a reviewer key', () => {
  it('that is revoked on the host ends its link, voids what waits on it, and is never enrolled again', async () => {
    const console = at.enrol()
    const { wire } = await at.attach(console)
    const { kid } = console.reviewer.publicKey
    expect(await at.server.revokeReviewerKey(kid)).toMatchObject({ status: 'done' })
    expect((await wire.closed).code).toBe(4403)
    expect(at.point.revoked).toEqual([kid])
    expect(await at.server.revokeReviewerKey(kid)).toMatchObject({ status: 'refused' })
    expect(() => at.enrol(['approver'], console)).toThrow('revoked')
  })
})
