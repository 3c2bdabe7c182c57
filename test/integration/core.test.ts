import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CoreWorld, must, settled } from '../fakes/core/CoreWorld.ts'
import { hashOf, payloadOf } from '../fakes/core/FakePoint.ts'

let world: CoreWorld
beforeEach(() => {
  world = new CoreWorld()
})
afterEach(() => {
  world.end()
  expect(world.reported).toEqual([])
})

async function raised(over: Parameters<CoreWorld['point']['challenge']>[1] = {}) {
  const payload = world.point.challenge(world.time.now(), over)
  await world.event('challenge.raised', world.point.record(payload))
  return payload
}

describe('one challenge, from its arrival to its end', () => {
  it('arrives as a row and a card, is approved, receives its receipt and is executed', async () => {
    world.start()
    world.attach()
    await world.event('agent.updated', world.point.agent())
    await world.event('session.started', world.point.session())
    const payload = await raised()
    const id = payload.challenge_id

    const { rows } = await world.readFeed()
    expect(rows.inbox[id]).toMatchObject({ agentName: 'billing', riskLevel: 2, isLive: true, environment: 'sandbox', end: null, delivery: null })
    const card = await world.read(id)
    expect(card.obstacles).toEqual([])
    expect(card.bytes?.bytes).toBe(card.byteLength)
    expect(world.main.pinned).toEqual({ id, presence: 'click', holdMs: 0, dwellMs: 600, typedCharacters: 0 })

    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'done' })
    const [decision] = world.decisions()
    expect(decision?.proof?.entry).toMatchObject({ kind: 'decision.recorded' })
    expect(world.card(id).decision?.delivery).toEqual({ status: 'sent' })
    if (decision === undefined) throw new Error('Nothing was sent')
    expect(payloadOf(decision.envelope)).toMatchObject({ decision: 'approve', invocation_hash: payload.invocation_hash, nonce: payload.nonce, aud: world.point.pointId })

    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(decision.envelope))
    await settled()
    expect(world.card(id).decision?.delivery).toEqual({ status: 'accepted' })
    const enforcement = { challenge_id: id, evaluation_id: payload.evaluation_id, outcome: 'forwarded', finished_at: payload.raised_at, result: 'ok' }
    await world.event('challenge.updated', world.point.record(payload, { state: 'approved', decided_count: 1 }))
    await world.event('enforcement.recorded', enforcement)
    expect(world.card(id)).toMatchObject({ decision: { delivery: { status: 'executed' }, sentence: 'The call was executed.' }, row: { end: { state: 'approved' } } })
    const { rows: log } = await world.main.ask('core.readLog', { beforeN: null, limit: 50 })
    expect(log.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['point.event', 'decision.recorded', 'decision.receipt', 'point.paired']))
  })

  it('is decided after a restart of the core from what the log holds', async () => {
    world.start()
    world.attach()
    const { challenge_id: id } = await raised()
    world.stop()
    world.start()
    expect(world.links.added[0]?.resume).toEqual({ streamId: world.point.streamId, control: 1, telemetry: 0 })
    expect((await world.readFeed()).rows.inbox[id]).toMatchObject({ isLive: false, end: null })
    world.attach()
    await world.read(id)
    expect(await world.decide(id, 'deny')).toMatchObject({ status: 'done' })
    expect(payloadOf(must(world.decisions()[0]).envelope)).toMatchObject({ decision: 'deny' })
  })

  it('says why it ended where the snapshot does not know it any more', async () => {
    world.start()
    world.attach()
    const { challenge_id: id } = await raised()
    await world.readFeed()
    await world.links.reports.onSnapshot(world.point.pointId, { agents: [], sessions: [], challenges: [], locks: [], as_of: { control: 9, telemetry: 0 } }, world.point.streamId, { reason: 'too old' })
    expect((await world.readFeed()).rows.inbox[id]?.end).toMatchObject({ state: 'cancelled', sentence: expect.stringContaining('no longer knows') })
    const { rows } = await world.main.ask('core.readLog', { beforeN: null, limit: 50 })
    expect(rows.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['stream.gap', 'point.snapshot']))
    expect(await world.decide(id, 'deny')).toMatchObject({ status: 'refused', code: 'ended' })
  })
})

describe('a challenge that cannot be trusted', () => {
  it.each([
    ['another display hash', { display_hash: `sha256:${'0'.repeat(64)}` }, 'displayed'],
    ['another display profile', { display_profile: 'countersign-display-v0' }, 'profile'],
    ['another invocation hash', { invocation_hash: `sha256:${'0'.repeat(64)}` }, 'bytes that were received'],
    ['another chain hash', { chain_hash: `sha256:${'0'.repeat(64)}` }, 'chain'],
    ['another action hash', { action_hash: `sha256:${'0'.repeat(64)}` }, 'action'],
    ['another point in it', { point_id: 'pnt_0199f3a0-0000-7000-8000-000000000000' as never }, 'another point'],
  ])('cannot be approved with %s, and can be denied', async (_, over, word) => {
    world.start()
    world.attach()
    const { challenge_id: id } = await raised(over)
    const card = await world.read(id)
    expect(card.obstacles[0]).toMatchObject({ code: 'unverifiable', sentence: expect.stringContaining(word) })
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused', code: 'unverifiable' })
    expect(card.mayDeny).toBe(true)
    expect(await world.decide(id, 'deny')).toMatchObject({ status: 'done' })
    const { rows } = await world.main.ask('core.readLog', { beforeN: null, limit: 50 })
    expect(rows.filter(({ kind }) => kind === 'point.alarm').length).toBe(1)
  })

  it('cannot be approved with the signature of somebody else', async () => {
    world.start()
    world.attach()
    const payload = world.point.challenge(world.time.now())
    await world.event('challenge.raised', { ...world.point.record(payload), envelope: world.point.sign('challenge', payload, world.reviewer) })
    expect((await world.read(payload.challenge_id)).obstacles[0]).toMatchObject({ code: 'unverifiable' })
  })

  it('is refused where main signed something else', async () => {
    world.start()
    world.attach()
    const { challenge_id: id } = await raised()
    await world.read(id)
    world.main.tamper = (payload) => ({ ...payload, invocation_hash: `sha256:${'9'.repeat(64)}` })
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused', code: 'sign_mismatch' })
    expect(world.decisions()).toEqual([])
  })
})

describe('what stands in the way of an approval', () => {
  it('is a typed value that is wrong, and after three tries this card is locked', async () => {
    world.start()
    world.attach()
    const { challenge_id: id } = await raised({ presence_required: 'typed', critical_values: ['/arguments/path'] })
    const card = await world.read(id)
    expect(world.main.pinned).toMatchObject({ presence: 'typed', typedCharacters: '/data/report-100001.txt'.length })
    expect(card.typed?.characters).toBe('/data/report-100001.txt'.length)
    for (let i = 0; i < 3; i++) expect(await world.decide(id, 'approve', { typed: 'x' })).toMatchObject({ code: 'typed_wrong' })
    expect(await world.decide(id, 'approve', { typed: '/data/report-100001.txt' })).toMatchObject({ status: 'refused', code: 'not_offered' })
    expect(world.decisions()).toEqual([])
  })

  it('is a reason that is missing, an end that was not shown, a point that is gone, and a role', async () => {
    world.start()
    world.attach()
    const one = await raised({ friction: { dwell_ms: 600, seen_ms: 3_000, hold_ms: 0, reason_required: true } })
    await world.main.ask('core.openChallenge', { challengeId: one.challenge_id })
    expect(await world.decide(one.challenge_id, 'approve')).toMatchObject({ code: 'incomplete' })
    await world.read(one.challenge_id)
    expect(await world.decide(one.challenge_id, 'approve')).toMatchObject({ code: 'reason_required' })
    world.detach()
    expect(await world.decide(one.challenge_id, 'approve', { comment: 'ok' })).toMatchObject({ code: 'not_live' })
    world.attach({ roles: ['killer'] })
    expect(await world.decide(one.challenge_id, 'approve', { comment: 'ok' })).toMatchObject({ code: 'role' })
    world.attach()
    expect(await world.decide(one.challenge_id, 'approve', { comment: 'ok' })).toMatchObject({ status: 'done' })
  })

  it('is the receipt of the approval before, at the same point alone', async () => {
    world.start()
    world.attach()
    const [one, two] = [await raised(), await raised()]
    await world.read(one.challenge_id)
    expect(await world.decide(one.challenge_id, 'approve')).toMatchObject({ status: 'done' })
    await world.read(two.challenge_id)
    expect(await world.decide(two.challenge_id, 'approve')).toMatchObject({ code: 'awaiting_receipt' })
    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(must(world.decisions()[0]).envelope))
    await settled()
    expect(await world.decide(two.challenge_id, 'approve')).toMatchObject({ status: 'done' })
  })

  it('is a point that came back with an older state, until it is ahead again', async () => {
    world.start()
    world.attach()
    const { challenge_id: id } = await raised()
    await world.read(id)
    world.links.reports.onStatement(world.point.pointId, world.point.statement({ epoch: 7, control_seq: 9 }))
    world.links.reports.onStatement(world.point.pointId, world.point.statement({ epoch: 6, control_seq: 9 }))
    expect((await world.readFeed()).rows.points[world.point.pointId]?.alarm).toContain('epoch 6')
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused', code: 'unverifiable' })
    world.links.reports.onStatement(world.point.pointId, world.point.statement({ epoch: 7, control_seq: 10 }))
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'done' })
  })
})

describe('a full disk', () => {
  it('blocks an approval with its reason, and neither a denial nor a stop, and loses no event', async () => {
    world.start()
    world.attach()
    await world.event('agent.updated', world.point.agent())
    const [one, two] = [await raised(), await raised()]
    await world.read(one.challenge_id)
    world.fillDisk(true)
    const refusals = []
    // A page may have room for a small entry or two before the disk is really full.
    for (let i = 0; i < 60 && world.decisions().length === 0 && refusals.length === 0; i++) {
      await world.event('agent.updated', world.point.agent({ purpose: 'x'.repeat(500) }))
      const feed = await world.readFeed()
      if (feed.log.fault !== null) refusals.push(await world.decide(one.challenge_id, 'approve'))
    }
    expect(refusals).toMatchObject([{ status: 'refused', code: 'log', sentence: expect.stringContaining('no room') }])
    expect(await world.decide(two.challenge_id, 'deny')).toMatchObject({ status: 'done' })
    expect(await world.main.ask('core.stop', { target: { kind: 'all' }, effect: 'halt', mode: 'abort_inflight', reason: '', isDrill: false })).toMatchObject({ status: 'done' })
    expect(world.decisions().map(({ envelope }) => payloadOf(envelope)['decision'])).toEqual(['deny'])
    expect(world.locks().length).toBe(1)
    expect((await world.readFeed()).log.inReserve).toBeGreaterThan(0)

    world.fillDisk(false)
    const before = world.seqs.get(world.point.pointId)
    world.time.pass(5_000)
    await settled()
    expect((await world.readFeed()).log).toMatchObject({ inReserve: 0, fault: null })
    world.stop()
    world.start()
    expect(world.links.added[0]?.resume?.control).toBe(before)
    world.attach()
    await settled()
    expect(hashOf(must(world.locks().at(-1)).envelope)).toBe(hashOf(must(world.locks()[0]).envelope))
  })
})
