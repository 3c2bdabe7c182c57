import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openIdentity } from '../../electron/core/identity/index.ts'
import type { SessionRow, StopView } from '../../shared/ipc/views.ts'
import type { StopTarget } from '../../shared/ipc/windowToCore.ts'
import { printTime, type EnvelopeOnWire } from '../../shared/protocol/index.ts'
import { idOf } from '../builders/protocol.ts'
import { CoreWorld, must, settled } from '../fakes/core/CoreWorld.ts'
import { FakePoint, hashOf, payloadOf, REVIEWER } from '../fakes/core/FakePoint.ts'
import { nextId } from '../fakes/links/nextId.ts'

const AGENT: StopTarget = { kind: 'agent', value: idOf('agent', 1) }
const SESSION = idOf('session', 1)
const ANEW = idOf('stream', 9)

let world: CoreWorld
let second: FakePoint
beforeEach(async () => {
  world = new CoreWorld()
  second = new FakePoint(2)
  openIdentity(world.folder, { consoleName: 'test', newId: nextId }).addPin({ address: 'ws://127.0.0.1:4002', pointId: second.pointId, name: 'other', key: second.key.publicKey, certificateKey: null })
  world.start()
  world.attach()
  world.attach({}, second)
  await world.event('agent.updated', world.point.agent())
  await world.event('session.started', world.point.session())
})
afterEach(() => {
  world.end()
  expect(world.reported).toEqual([])
})

const stop = (target: StopTarget = AGENT, isDrill = false) => world.main.ask('core.stop', { target, effect: 'halt', mode: 'drain', reason: '', isDrill })
const theStop = async (): Promise<StopView> => must(Object.values((await world.readFeed()).rows.stops)[0])
const theSession = async (): Promise<SessionRow> => must((await world.readFeed()).rows.sessions[SESSION])
const newestOrder = (point = world.point) => must(world.locks().findLast(({ envelope }) => payloadOf(envelope)['aud'] === point.pointId)).envelope
const alarm = async (point = world.point) => (await world.readFeed()).rows.points[point.pointId]?.alarm ?? null

async function answer(receipt: EnvelopeOnWire, point = world.point): Promise<void> {
  world.links.reports.onLockReceipt(point.pointId, receipt)
  await settled()
}

async function confirm(point = world.point): Promise<EnvelopeOnWire> {
  const receipt = point.lockReceipt(newestOrder(point), 'engage')
  await answer(receipt, point)
  return receipt
}

/** The lock of an order as its point tells of it. */
function lockIn(envelope: EnvelopeOnWire, over: object = {}) {
  const { lock_id, target, effect, mode } = payloadOf(envelope)
  return { lock_id, target, effect, mode, initiating_entity: 'reviewer', created_at: printTime(0), created_by: REVIEWER, expires_at: null, epoch: 2, drill: false, ...over }
}

async function snapshot(locks: readonly object[], point = world.point): Promise<void> {
  const control = (world.seqs.get(point.pointId) ?? 0) + 1
  world.seqs.set(point.pointId, control)
  const whole = { part: 1, parts: 1, agents: [world.point.agent()], sessions: [world.point.session()], challenges: [], locks, as_of: { control, telemetry: 0 } }
  await world.links.reports.onSnapshot(point.pointId, whole as never, point.streamId, null)
  await settled()
}

function attachAgain(over: Parameters<CoreWorld['attach']>[0] = {}): void {
  world.detach()
  world.attach(over)
}

/** The point comes again and says itself that it lost something: another stream, in an epoch above all that it had stated. */
const beginAnew = () => attachAgain({ control: { outcome: 'reset', reason: 'another stream', stream_id: ANEW }, epoch: world.point.epoch + 1 })

async function release(): Promise<EnvelopeOnWire> {
  const { stopId, releaseTyped } = await theStop()
  await world.main.ask('core.openRelease', { stopId })
  expect(await world.main.ask('core.release', { stopId, reason: 'all clear', typed: releaseTyped, inSteps: false })).toMatchObject({ status: 'done' })
  return must(world.locks('lock.release').at(-1)).envelope
}

describe('a session that a stop covers', () => {
  it('is stopped only by what its point has confirmed: before that the stop is sent, and a refused one is nothing', async () => {
    await stop()
    expect(await theSession()).toMatchObject({ lockedBy: null, lockOrdered: 'halt' })
    await answer(world.point.lockReceipt(newestOrder(), 'engage', { outcome: 'refused', error: 'forbidden' }))
    expect(await theSession()).toMatchObject({ lockedBy: null, lockOrdered: null })
    await stop()
    await confirm()
    expect(await theSession()).toMatchObject({ lockedBy: 'halt', lockOrdered: null })
  })

  it('is not stopped by a drill', async () => {
    await world.event('lock.engaged', lockIn(world.point.sign('lock', { lock_id: idOf('lock', 7), target: AGENT, effect: 'halt', mode: 'drain' }), { drill: true }))
    expect(await theSession()).toMatchObject({ lockedBy: null, lockOrdered: null })
  })
})

describe('a stop of several points', () => {
  it('that is released on their hosts ends point by point, and as a whole with the last', async () => {
    await stop({ kind: 'all' })
    await confirm()
    await confirm(second)
    expect(await theStop()).toMatchObject({ state: 'stopped' })

    const released = { released_at: printTime(5), released_by: { ...REVIEWER, name: 'root' } }
    await world.event('lock.released', lockIn(newestOrder(), released))
    expect(await theSession()).toMatchObject({ lockedBy: null })
    expect(await theStop()).toMatchObject({ state: 'stopped', release: null, releaseObstacle: expect.not.stringContaining(String(payloadOf(newestOrder())['lock_id'])) })
    expect((await theStop()).segments.find(({ pointId }) => pointId === world.point.pointId)).toMatchObject({ releasedAtMs: 5, sentence: 'Released there since by root.' })
    await world.event('lock.released', lockIn(newestOrder(second), released), second)
    expect(await theStop()).toMatchObject({ state: 'released', release: { by: 'root' } })
    world.stop()
    world.start()
    expect(await theStop()).toMatchObject({ state: 'released' })
  })
})

describe('the points of a stop', () => {
  const goneTo = () => new Set(world.locks().map(({ envelope }) => payloadOf(envelope)['aud']))

  it('are all that know the agent, by its sessions and by what waits', async () => {
    await world.event('session.started', second.session({ agent_id: idOf('agent', 1) }), second)
    await stop()
    expect(goneTo()).toEqual(new Set([world.point.pointId, second.pointId]))
  })

  it('are one where one knows it', async () => {
    await stop()
    expect(goneTo()).toEqual(new Set([world.point.pointId]))
  })

  it('are all of them where none is known to have it', async () => {
    expect(await stop({ kind: 'session', value: idOf('session', 99) })).toMatchObject({ status: 'done' })
    expect(goneTo()).toEqual(new Set([world.point.pointId, second.pointId]))
  })

  it('are all of them where two claim it', async () => {
    await world.event('session.started', world.point.session(), second)
    await stop({ kind: 'session', value: SESSION })
    expect(goneTo()).toEqual(new Set([world.point.pointId, second.pointId]))
  })
})

describe('an approver', () => {
  it('can release the stop of a session that was made here, and not one from elsewhere', async () => {
    attachAgain({ roles: ['approver'] })
    const target = { kind: 'session', value: SESSION } as const
    await stop(target)
    await confirm()
    expect(await theStop()).toMatchObject({ state: 'stopped', releaseObstacle: null })
    await world.event('lock.engaged', lockIn(world.point.sign('lock', { lock_id: idOf('lock', 7), target, effect: 'halt', mode: 'drain' })))
    const other = must(Object.values((await world.readFeed()).rows.stops).find(({ segments }) => segments[0]?.lockId === idOf('lock', 7)))
    expect(other.releaseObstacle).toContain('takes a killer, an admin, or whoever made it')
  })
})

describe('a release that the point refused', () => {
  it('leaves the stop as it was, says why, and can be asked for again', async () => {
    await stop()
    await confirm()
    await answer(world.point.lockReceipt(await release(), 'release', { outcome: 'refused', error: 'forbidden' }))
    expect(await theStop()).toMatchObject({ state: 'stopped', releaseObstacle: null, release: { segments: [{ delivery: 'refused', sentence: expect.stringContaining('forbidden') }] } })
    expect(await theSession()).toMatchObject({ lockedBy: 'halt' })
    await answer(world.point.lockReceipt(await release(), 'release'))
    expect(await theStop()).toMatchObject({ state: 'released' })
  })
})

describe('a stop that its point confirmed and does not list any more', () => {
  it('is not confirmed from then on, goes out again, and holds again with an alarm where the point takes it anew', async () => {
    await stop()
    await confirm()
    attachAgain()
    await snapshot([])
    expect(await theStop()).toMatchObject({ state: 'stopping', segments: [{ delivery: 'sending' }] })
    expect(world.locks().length).toBe(2)
    expect(hashOf(must(world.locks()[1]).envelope)).toBe(hashOf(must(world.locks()[0]).envelope))
    expect(await theSession()).toMatchObject({ lockedBy: null, lockOrdered: 'halt' })
    await confirm()
    expect(await theStop()).toMatchObject({ state: 'stopped' })
    expect(await alarm()).toContain('had forgotten a stop')
    expect(await theStop()).toMatchObject({ segments: [{ sentence: expect.stringContaining('took it anew') }] })
  })

  it.each([
    ['at once', () => {}],
    ['after its link was lost once more', () => attachAgain({ control: { outcome: 'reset', reason: 'another stream', stream_id: ANEW }, epoch: world.point.epoch + 1 })],
  ])('is no lie of a point that says itself that it was put back, %s', async (_when, meanwhile) => {
    await stop()
    await confirm()
    beginAnew()
    meanwhile()
    await snapshot([])
    await confirm()
    expect(await theStop()).toMatchObject({ state: 'stopped', segments: [{ sentence: expect.stringContaining('took it anew') }] })
    expect(await alarm()).toBeNull()
  })

  it('is a lie of a point that begins another stream in an epoch that it has stated before, after a restart of the core too', async () => {
    await stop()
    await confirm()
    world.links.reports.onStatement(world.point.pointId, world.point.statement())
    await settled()
    world.stop()
    world.start()
    world.attach({ control: { outcome: 'reset', reason: 'another stream', stream_id: ANEW } })
    await snapshot([])
    await confirm()
    expect(await alarm()).toContain('had forgotten a stop')
  })

  it('has ended there where the point gives the answer that it gave before', async () => {
    await stop()
    const receipt = await confirm()
    attachAgain()
    await snapshot([])
    await answer(receipt)
    expect(await theStop()).toMatchObject({ state: 'released' })
    expect(await alarm()).toBeNull()
  })

  it('is still to be sent after a restart, and holds by the answer of before, because the log may be older than it', async () => {
    await stop()
    const receipt = await confirm()
    attachAgain()
    await snapshot([])
    world.stop()
    world.start()
    world.attach()
    expect(await theStop()).toMatchObject({ state: 'stopping' })
    await answer(receipt)
    expect(await theStop()).toMatchObject({ state: 'stopped' })
  })

  it('holds where the snapshot is older than its confirmation', async () => {
    await stop()
    await confirm()
    await snapshot([])
    expect(await theStop()).toMatchObject({ state: 'stopped' })
    expect(world.locks().length).toBe(1)
  })

  it('is asked for again where the point says what only an older copy would', async () => {
    await stop()
    const receipt = await confirm()
    attachAgain()
    world.links.reports.onStatement(world.point.pointId, world.point.statement({ epoch: 5, control_seq: 9 }))
    world.links.reports.onStatement(world.point.pointId, world.point.statement({ epoch: 4, control_seq: 2 }))
    expect(await theStop()).toMatchObject({ state: 'stopping' })
    expect(world.locks().length).toBe(2)
    await answer(receipt)
    expect(await theStop()).toMatchObject({ state: 'stopped' })
  })
})

describe('a stop that was released and that its point lists as one that holds', () => {
  const released = async () => {
    await stop()
    await confirm()
    const order = await release()
    await answer(world.point.lockReceipt(order, 'release'))
    expect(await theStop()).toMatchObject({ state: 'released' })
    return order
  }
  const again = { state: 'stopped', release: null, releaseObstacle: null, segments: [{ releasedAtMs: null, sentence: expect.stringContaining('holds it again') }] }

  it('holds again with an alarm, stops its session, and can be released again', async () => {
    await released()
    attachAgain()
    await snapshot([lockIn(newestOrder())])
    expect(await theStop()).toMatchObject(again)
    expect(await theSession()).toMatchObject({ lockedBy: 'halt' })
    expect(await alarm()).toContain('holds a stop again')
    await answer(world.point.lockReceipt(await release(), 'release'))
    expect(await theStop()).toMatchObject({ state: 'released' })
  })

  it('is not released by itself, and no lie of a point that says itself that it was put back', async () => {
    await released()
    const sent = world.locks('lock.release').length
    beginAnew()
    await snapshot([lockIn(newestOrder())])
    expect(await theStop()).toMatchObject(again)
    expect(await alarm()).toBeNull()
    expect(world.locks('lock.release').length).toBe(sent)
  })

  it('ends by a release that was under way when its point was put back', async () => {
    await stop()
    await confirm()
    const order = await release()
    await world.event('lock.released', lockIn(newestOrder(), { released_at: printTime(5), released_by: REVIEWER }))
    beginAnew()
    await snapshot([lockIn(newestOrder())])
    expect(await theStop()).toMatchObject({ state: 'releasing' })
    await answer(world.point.lockReceipt(order, 'release'))
    expect(await theStop()).toMatchObject({ state: 'released' })
    expect(await alarm()).toBeNull()
  })

  it('holds again after a restart of the core too', async () => {
    await released()
    beginAnew()
    await snapshot([lockIn(newestOrder())])
    world.stop()
    world.start()
    world.attach()
    expect(await theStop()).toMatchObject(again)
    await answer(world.point.lockReceipt(await release(), 'release'))
    expect(await theStop()).toMatchObject({ state: 'released' })
  })

  it('stays released where the snapshot is older than the answer to the release', async () => {
    await stop()
    await confirm()
    const listed = lockIn(newestOrder())
    await answer(world.point.lockReceipt(await release(), 'release'))
    await snapshot([listed])
    expect(await theStop()).toMatchObject({ state: 'released' })
    expect(await alarm()).toBeNull()
  })

  it('holds again where it was released on the host', async () => {
    await stop()
    await confirm()
    await world.event('lock.released', lockIn(newestOrder(), { released_at: printTime(5), released_by: { ...REVIEWER, name: 'root' } }))
    expect(await theStop()).toMatchObject({ state: 'released' })
    attachAgain()
    await snapshot([lockIn(newestOrder())])
    expect(await theStop()).toMatchObject(again)
  })
})
