import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CoreWorld, must, settled } from '../fakes/core/CoreWorld.ts'
import { hashOf, payloadOf, REVIEWER } from '../fakes/core/FakePoint.ts'
import type { StopView } from '../../shared/ipc/views.ts'
import type { StopTarget } from '../../shared/ipc/windowToCore.ts'
import { printTime } from '../../shared/protocol/index.ts'
import { idOf } from '../builders/protocol.ts'

let world: CoreWorld
beforeEach(async () => {
  world = new CoreWorld()
  world.start()
  world.attach()
  await world.event('agent.updated', world.point.agent())
  await world.event('session.started', world.point.session())
})
afterEach(() => {
  world.end()
  expect(world.reported).toEqual([])
})

const stop = (target: StopTarget = { kind: 'agent', value: idOf('agent', 1) }) =>
  world.main.ask('core.stop', { target, effect: 'halt', mode: 'abort_inflight', reason: 'looks wrong', isDrill: false })

async function stops(): Promise<readonly StopView[]> {
  return Object.values((await world.readFeed()).rows.stops)
}

async function confirmed(): Promise<StopView> {
  await stop()
  world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(must(world.locks()[0]).envelope, 'engage'))
  await settled()
  const [view] = await stops()
  if (view === undefined) throw new Error('There is no stop')
  return view
}

describe('a stop', () => {
  it('counts what it would do, is sent at once, and is confirmed by a signed receipt alone', async () => {
    expect(await world.main.ask('core.previewStop', { target: { kind: 'agent', value: idOf('agent', 1) } })).toEqual({ points: 1, sessions: 1, liveSessions: 1, challenges: 0, otherSessions: 0, targetName: 'billing', silentPoints: [] })
    expect(await stop()).toMatchObject({ status: 'done' })
    expect(await stops()).toMatchObject([{ state: 'stopping', targetName: 'billing', by: REVIEWER.name, origin: 'here', segments: [{ delivery: 'sending', sessionsStopped: 0 }] }])
    const { envelope } = must(world.locks()[0])

    // The point's own event and a receipt of somebody else say it too; neither counts.
    await world.event('lock.engaged', { lock_id: payloadOf(envelope)['lock_id'], target: { kind: 'agent', value: idOf('agent', 1) }, effect: 'halt', mode: 'abort_inflight', initiating_entity: 'reviewer', created_at: printTime(0), created_by: REVIEWER, expires_at: null, epoch: 2, drill: false })
    world.links.reports.onLockReceipt(world.point.pointId, world.point.sign('lock-receipt', payloadOf(world.point.lockReceipt(envelope, 'engage')), world.reviewer))
    await settled()
    expect((await stops())[0]).toMatchObject({ state: 'stopping' })

    world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(envelope, 'engage'))
    await settled()
    expect(await stops()).toMatchObject([{ state: 'stopped', segments: [{ delivery: 'confirmed', sessionsStopped: 1, epoch: 3 }] }])
    expect((await world.readFeed()).rows.sessions[idOf('session', 1)]?.lockedBy).toBe('halt')
  })

  it('that is not answered is not confirmed, and is sent again after a silence and on every attachment', async () => {
    await stop({ kind: 'all' })
    world.time.pass(5_000)
    expect(world.locks().length).toBe(2)
    world.detach()
    expect((await stops())[0]?.segments[0]).toMatchObject({ delivery: 'not_confirmed', sentence: expect.stringContaining('not connected') })
    world.attach()
    expect(world.locks().length).toBe(3)
    expect(new Set(world.locks().map(({ envelope }) => hashOf(envelope))).size).toBe(1)
  })

  it('is ordered while its point is silent, survives a restart, and then goes out', async () => {
    world.detach()
    expect(await stop({ kind: 'all' })).toMatchObject({ status: 'done' })
    expect(world.locks()).toEqual([])
    world.stop()
    world.start()
    expect(await stops()).toMatchObject([{ state: 'stopping', targetName: 'Everything', segments: [{ delivery: 'not_confirmed' }] }])
    world.attach()
    expect(world.locks().length).toBe(1)
    world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(must(world.locks()[0]).envelope, 'engage'))
    await settled()
    world.stop()
    world.start()
    expect(await stops()).toMatchObject([{ state: 'stopped', segments: [{ delivery: 'confirmed' }] }])
    world.attach()
    expect(world.locks().length).toBe(1)
  })

  it('that is one too many of its person says what to do', async () => {
    await stop()
    world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(must(world.locks()[0]).envelope, 'engage', { outcome: 'refused', error: 'rate_limited' }))
    await settled()
    expect(await stops()).toMatchObject([{ state: 'refused', segments: [{ sentence: expect.stringContaining('Release some, or stop everything.') }] }])
  })

  it('that the point refuses says so and is not sent again', async () => {
    await stop()
    world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(must(world.locks()[0]).envelope, 'engage', { outcome: 'refused', error: 'forbidden' }))
    await settled()
    expect(await stops()).toMatchObject([{ state: 'refused', releaseObstacle: 'No point holds it, so there is nothing to release.', segments: [{ delivery: 'refused', sentence: expect.stringContaining('forbidden') }] }])
    world.detach()
    world.attach()
    expect(world.locks().length).toBe(1)
  })

  it('from elsewhere is shown with where it came from, and its end as the point tells it', async () => {
    const record = { lock_id: idOf('lock', 9), target: { kind: 'agent', value: idOf('agent', 1) }, effect: 'pause', mode: 'drain', initiating_entity: 'system', created_at: printTime(0), created_by: REVIEWER, expires_at: null, epoch: 2, drill: false }
    await world.event('lock.engaged', record)
    expect(await stops()).toMatchObject([{ stopId: idOf('lock', 9), origin: 'system', state: 'stopped', targetName: 'billing' }])
    await world.event('lock.released', { ...record, released_at: printTime(5), released_by: REVIEWER })
    expect(await stops()).toMatchObject([{ state: 'released', release: { by: REVIEWER.name } }])
  })
})

describe('the release of a stop', () => {
  it('takes a reason and the name, is signed for the pinned lock, and is done when the point has confirmed it', async () => {
    const { stopId, releaseTyped, segments } = await confirmed()
    expect(releaseTyped).toBe('billing')
    const wish = { stopId, reason: 'all clear', typed: 'billing', inSteps: false }
    expect(await world.main.ask('core.release', wish)).toMatchObject({ code: 'not_pinned' })
    await world.main.ask('core.openRelease', { stopId })
    expect(world.main.pinned).toMatchObject({ id: segments[0]?.lockId, presence: 'typed', typedCharacters: 7 })
    expect(await world.main.ask('core.release', { ...wish, typed: 'Billing' })).toMatchObject({ code: 'typed_wrong' })
    expect(await world.main.ask('core.release', { ...wish, reason: '  ' })).toMatchObject({ code: 'reason_required' })
    expect(await world.main.ask('core.release', wish)).toMatchObject({ status: 'done' })
    expect((await stops())[0]).toMatchObject({ state: 'releasing' })
    const [release] = world.locks('lock.release')
    world.links.reports.onLockReceipt(world.point.pointId, world.point.lockReceipt(must(release).envelope, 'release'))
    await settled()
    expect((await stops())[0]).toMatchObject({ state: 'released', release: { reason: 'all clear', by: REVIEWER.name } })
    expect((await world.readFeed()).rows.sessions[idOf('session', 1)]?.lockedBy).toBeNull()
    world.stop()
    world.start()
    expect((await stops())[0]).toMatchObject({ state: 'released' })
  })

  it('of everything says which command does it', async () => {
    await stop({ kind: 'all' })
    const [view] = await stops()
    expect(view?.releaseObstacle).toContain(`countersign-gateway unlock ${view?.segments[0]?.lockId} --reason`)
    await world.main.ask('core.openRelease', { stopId: must(view).stopId })
    expect(await world.main.ask('core.release', { stopId: must(view).stopId, reason: 'x', typed: must(view).releaseTyped, inSteps: false })).toMatchObject({ code: 'not_releasable' })
  })

  it('is not sent where the log cannot hold it', async () => {
    const { stopId } = await confirmed()
    await world.main.ask('core.openRelease', { stopId })
    world.fillDisk(true)
    for (let i = 0; i < 60 && (await world.readFeed()).log.fault === null; i++) await world.event('agent.updated', world.point.agent({ purpose: 'x'.repeat(500) }))
    const answer = await world.main.ask('core.release', { stopId, reason: 'ok', typed: 'billing', inSteps: false })
    expect(answer).toMatchObject({ status: 'refused', code: 'log' })
    expect(world.locks('lock.release')).toEqual([])
    world.fillDisk(false)
    world.time.pass(5_000)
    await settled()
    world.stop()
    world.start()
    world.attach()
    expect(world.locks('lock.release')).toEqual([])
  })
})

describe('the log as a person reads it', () => {
  it('names each entry in a sentence, and proves one with its signature and its place in the tree', async () => {
    await confirmed()
    const { rows, size } = await world.main.ask('core.readLog', { beforeN: null, limit: 100 })
    expect(rows.length).toBe(size)
    expect(rows.every(({ sentence }) => sentence.length > 0 && !sentence.startsWith('An entry of kind'))).toBe(true)
    const ordered = rows.find(({ kind }) => kind === 'lock.ordered')
    expect(await world.main.ask('core.readLogEntry', { n: must(ordered).n })).toMatchObject({ bodyStatus: 'kept', signature: { status: 'verified', kid: world.reviewer.publicKey.kid }, inclusion: { status: 'matches', size } })
    const receipt = rows.find(({ kind }) => kind === 'lock.receipt')
    expect(await world.main.ask('core.readLogEntry', { n: must(receipt).n })).toMatchObject({ signature: { status: 'verified', kid: world.point.key.publicKey.kid } })
    expect(await world.main.ask('core.readLogEntry', { n: 10_000 })).toBeNull()
  })
})

describe('a local point that shows another key', () => {
  it('is not called, and its row says why', async () => {
    world.stop()
    const calls = world.links.added.length
    const other = world.reviewer.publicKey.x
    Object.defineProperty(world.point.key, 'publicKey', { value: { ...world.point.key.publicKey, x: other } })
    world.start()
    expect((await world.readFeed()).rows.points[world.point.pointId]?.alarm).toContain('another key')
    expect(world.links.added.map(({ pin }) => pin.key.x)).not.toContain(other)
    expect(calls).toBeGreaterThan(0)
  })
})
