import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openIdentity } from '../../electron/core/identity/index.ts'
import { renderFacts } from '../../shared/display/index.ts'
import { hashBytes, hashJson } from '../../shared/evidence/index.ts'
import { encodeUtf8, type JsonValue } from '../../shared/json/index.ts'
import { printTime, type ConsoleBody } from '../../shared/protocol/index.ts'
import { digestOf, idOf } from '../builders/protocol.ts'
import { CoreWorld, must, settled } from '../fakes/core/CoreWorld.ts'
import { CONTEXT, FakePoint, payloadOf, REVIEWER } from '../fakes/core/FakePoint.ts'
import { nextId } from '../fakes/links/nextId.ts'

let world: CoreWorld
beforeEach(() => {
  world = new CoreWorld()
})
afterEach(() => {
  world.end()
  expect(world.reported).toEqual([])
})

async function raised(over: Parameters<FakePoint['challenge']>[1] = {}, point = world.point) {
  const payload = point.challenge(world.time.now(), over)
  await world.event('challenge.raised', point.record(payload), point)
  return payload
}

const alarmOf = async (point: FakePoint) => (await world.readFeed()).rows.points[point.pointId]?.alarm ?? null
const stopAll = () => world.main.ask('core.stop', { target: { kind: 'agent', value: idOf('agent', 1) }, effect: 'halt', mode: 'abort_inflight', reason: '', isDrill: false })
const begin = () => {
  world.start()
  world.attach()
}

describe('a point that speaks for another point', () => {
  const liar = new FakePoint(2)
  beforeEach(() => {
    openIdentity(world.folder, { consoleName: 'test', newId: nextId }).addPin({ address: 'ws://127.0.0.1:4002', pointId: liar.pointId, name: 'other', key: liar.key.publicKey, certificateKey: null })
    begin()
    world.attach({}, liar)
  })

  it('makes no approval of another point look executed', async () => {
    const { challenge_id: id, evaluation_id } = await raised()
    await world.read(id)
    await world.decide(id, 'approve')
    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(must(world.decisions()[0]).envelope))
    await settled()
    await world.event('enforcement.recorded', { challenge_id: id, evaluation_id, outcome: 'forwarded', finished_at: printTime(0), result: 'ok' }, liar)
    expect(world.card(id).decision?.delivery).toEqual({ status: 'accepted' })
    expect(await alarmOf(liar)).toContain('another point')
    expect(await alarmOf(world.point)).toBeNull()
  })

  it('ends no stop of another point', async () => {
    await world.event('agent.updated', world.point.agent())
    await stopAll()
    const { envelope } = must(world.locks()[0])
    world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(envelope, 'engage'))
    await settled()
    const lock = { lock_id: payloadOf(envelope)['lock_id'], target: { kind: 'agent', value: idOf('agent', 1) }, effect: 'halt', mode: 'abort_inflight', initiating_entity: 'reviewer', created_at: printTime(0), created_by: REVIEWER, expires_at: null, epoch: 2, drill: false, released_at: printTime(0), released_by: REVIEWER }
    await world.event('lock.released', lock, liar)
    expect(Object.values((await world.readFeed()).rows.stops)).toMatchObject([{ state: 'stopped' }])
    expect(await alarmOf(liar)).toContain('another point')
    await world.event('lock.released', lock)
    expect(Object.values((await world.readFeed()).rows.stops)).toMatchObject([{ state: 'released' }])
  })
})

describe('a challenge that is told again with other bytes', () => {
  it('keeps what was shown, is an alarm, and can only be denied', async () => {
    begin()
    const payload = await raised()
    const before = await world.read(payload.challenge_id)
    const other = world.point.challenge(world.time.now(), {}, 'something else')
    await world.event('challenge.raised', world.point.record({ ...other, challenge_id: payload.challenge_id }))
    const after = world.card(payload.challenge_id)
    expect(after.bytes).toEqual(before.bytes)
    expect(after.covered).toEqual(before.covered)
    expect(after.obstacles[0]?.code).toBe('unverifiable')
    expect(await alarmOf(world.point)).toContain('not the same')
    expect(await world.decide(payload.challenge_id, 'approve')).toMatchObject({ status: 'refused', code: 'unverifiable' })
    expect(await world.decide(payload.challenge_id, 'deny')).toMatchObject({ status: 'done' })
  })
})

describe('bytes that come while their card is open', () => {
  it('have main ask for as many characters as the value has, and begin the dwell anew', async () => {
    begin()
    const { invocation, ...rest } = world.point.challenge(world.time.now(), { presence_required: 'typed', critical_values: ['/arguments/path'] }, 'z'.repeat(70_000))
    const bytes = encodeUtf8(must(invocation))
    const payload = { ...rest, invocation_ref: { hash: hashBytes(bytes), bytes: bytes.length }, display_hash: hashJson(renderFacts(bytes, CONTEXT) as unknown as JsonValue) }
    await world.event('challenge.raised', world.point.record(payload))
    await world.main.ask('core.openChallenge', { challengeId: payload.challenge_id })
    expect(world.main.pinned).toMatchObject({ typedCharacters: 0 })
    const { offset, length } = must(world.sent.at(-1)).body as ConsoleBody<'payload.get'>
    world.links.reports.onResult(world.point.pointId, `msg_${world.sent.length}`, { ok: true, data: { offset, data: Buffer.from(bytes.subarray(offset, offset + length)).toString('base64') } })
    expect(world.main.pinned).toMatchObject({ presence: 'typed', typedCharacters: '/data/report-100001.txt'.length })
    expect(world.main.said.filter(({ kind }) => kind === 'pinned').at(-2)).toEqual({ kind: 'pinned', subject: null })
  })

  it('are not taken where they are more than may travel inside of a challenge', async () => {
    begin()
    const payload = world.point.challenge(world.time.now(), {}, 'z'.repeat(70_000))
    await world.event('challenge.raised', world.point.record(payload))
    const card = await world.read(payload.challenge_id)
    expect(card.bytes).toBeNull()
    expect(card.obstacles[0]?.code).toBe('unverifiable')
    expect(await world.decide(payload.challenge_id, 'deny')).toMatchObject({ status: 'done' })
  })

  it('are not fetched for a flood of challenges that nobody has opened', async () => {
    begin()
    for (let i = 0; i < 70; i++) {
      const { invocation: _, ...rest } = world.point.challenge(world.time.now())
      await world.event('challenge.raised', world.point.record({ ...rest, invocation_ref: { hash: digestOf('a'), bytes: 262_144 } }))
    }
    const asked = () => world.sent.filter(({ type }) => type === 'payload.get').length
    expect(asked()).toBe(64)
    const [last] = Object.keys((await world.readFeed()).rows.inbox).toSorted().slice(-1)
    await world.main.ask('core.openChallenge', { challengeId: must(last) as ReturnType<typeof idOf<'challenge'>> })
    expect(asked()).toBe(64)
    await world.main.ask('core.openChallenge', { challengeId: idOf('challenge', 100_070) })
    expect(asked()).toBe(65)
  })
})

describe('two proofs for one point', () => {
  it('are never on their way at once: the second would look like a fork to it', async () => {
    begin()
    const [one, two, three] = [await raised(), await raised(), await raised()]
    await world.decide(one.challenge_id, 'deny')
    await world.decide(two.challenge_id, 'deny')
    expect(world.decisions().map(({ proof }) => proof !== undefined)).toEqual([true, false])
    expect((await world.read(three.challenge_id)).obstacles).toMatchObject([{ code: 'awaiting_receipt' }])
    expect(await world.decide(three.challenge_id, 'approve')).toMatchObject({ code: 'awaiting_receipt' })

    const [first, second] = world.decisions()
    // The answer to the one that had no proof says nothing of the one that had.
    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(must(second).envelope))
    await settled()
    expect(await world.decide(three.challenge_id, 'approve')).toMatchObject({ code: 'awaiting_receipt' })
    const { entry, checkpoint } = must(must(first).proof)
    const [origin = '', size, root = ''] = checkpoint.split('\n')
    expect(Number(size)).toBeGreaterThan(entry.n)
    const log = { origin, size: Number(size), root: `sha256:${Buffer.from(root, 'base64').toString('hex')}` }
    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(must(first).envelope, { log }))
    await settled()
    expect(await world.decide(three.challenge_id, 'approve')).toMatchObject({ status: 'done' })
    expect(must(must(world.decisions()[2]).proof).consistency_proof.length).toBeGreaterThan(0)
  })

  it('hold an approval that main is just signing back where a stop has left meanwhile', async () => {
    begin()
    await world.event('agent.updated', world.point.agent())
    const { challenge_id: id } = await raised()
    await world.read(id)
    let isFirst = true
    world.main.beforeSigning = async () => {
      if (!isFirst) return
      isFirst = false
      await stopAll()
    }
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused', code: 'awaiting_receipt' })
    expect(world.locks().length).toBe(1)
    expect(world.decisions()).toEqual([])
    expect(await alarmOf(world.point)).toBeNull()
  })
})

describe('a denial while an approval is being signed', () => {
  it('wins', async () => {
    begin()
    const { challenge_id: id } = await raised()
    await world.read(id)
    const gates: (() => void)[] = []
    world.main.beforeSigning = () => new Promise((resolve) => void gates.push(resolve))
    const approving = world.decide(id, 'approve')
    const denying = world.decide(id, 'deny')
    for (const open of gates) open()
    expect(await approving).toMatchObject({ status: 'refused', code: 'decided' })
    expect(await denying).toMatchObject({ status: 'done' })
    expect(world.decisions().map(({ envelope }) => payloadOf(envelope)['decision'])).toEqual(['deny'])
  })
})

describe('a stop that a lying point does not answer', () => {
  it('is waited for once, however often the point gives reason to send it again', async () => {
    begin()
    await world.event('agent.updated', world.point.agent())
    await stopAll()
    for (let i = 0; i < 20; i++) world.links.reports.onAlarm(world.point.pointId, `lie ${i}`)
    const before = world.locks().length
    world.time.pass(5_000)
    expect(world.locks().length).toBe(before + 1)
  })
})

describe('a disk that was full', () => {
  it('blocks approvals no longer than it is, also where nothing else happens', async () => {
    begin()
    const { challenge_id: id } = await raised()
    await world.read(id)
    world.fillDisk(true)
    // A page may have room for a small entry or two before the disk is really full.
    for (let i = 0; i < 60 && (await world.readFeed()).log.fault === null; i++) {
      world.links.reports.onAlarm(world.point.pointId, 'x'.repeat(2_000))
      await settled()
    }
    expect((await world.read(id)).obstacles.map(({ code }) => code)).toContain('log')
    expect((await world.readFeed()).log.fault).toContain('no room')
    world.fillDisk(false)
    world.time.pass(5_000)
    await settled()
    expect((await world.readFeed()).log.fault).toBeNull()
    const { rows } = await world.main.ask('core.readLog', { beforeN: null, limit: 1 })
    expect(rows[0]?.sentence).toContain('takes entries again')
  })

  it('at the start does not take the other points away, where the local one cannot be kept', async () => {
    mkdirSync(join(world.folder, 'points.json.new', 'x'), { recursive: true })
    begin()
    const { challenge_id: id } = await raised()
    expect(await world.decide(id, 'deny')).toMatchObject({ status: 'done' })
    expect(world.links.added.map(({ pin }) => pin.pointId)).toEqual([world.point.pointId])
  })
})

describe('a log that is beyond mending', () => {
  it('is left as it is, and a person begins a new one beside it, of which the points are told', async () => {
    begin()
    world.stop()
    const file = join(world.folder, 'ledger', 'ledger.sqlite')
    writeFileSync(file, 'somebody else\'s file')
    begin()
    expect((await world.readFeed()).log).toMatchObject({ status: 'read_only', mayBeginAnew: true })
    expect(await world.main.ask('core.beginNewLog')).toMatchObject({ status: 'done' })
    world.time.pass(1_000)
    expect(world.restarts).toBe(1)

    world.stop()
    world.start()
    expect((await world.readFeed()).log.status).toBe('open')
    expect(await world.main.ask('core.beginNewLog')).toMatchObject({ status: 'refused' })
    const oldOrigin = `countersign/${must(world.main.said.find((one) => one.kind === 'identity')).consoleId}`
    world.attach({ log: { origin: oldOrigin, size: 3, root: digestOf('a') } })
    const reset = must(world.sent.find(({ type }) => type === 'log.reset')).body as ConsoleBody<'log.reset'>
    expect(payloadOf(reset.envelope)).toMatchObject({ old_origin: oldOrigin, new_origin: expect.stringContaining(`${oldOrigin}/`) })
    expect(readFileSync(file, 'utf8')).toBe('somebody else\'s file')
  })
})

describe('a file of this console that was put aside', () => {
  it('is told where the log stands', async () => {
    begin()
    world.stop()
    writeFileSync(join(world.folder, 'points.json'), 'nonsense')
    world.start()
    expect((await world.readFeed()).log.notices).toEqual([expect.stringContaining('was put aside')])
  })
})
