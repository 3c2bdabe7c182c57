import { afterEach, describe, expect, it } from 'vitest'
import { CoreWorld, must, settled } from '../fakes/core/CoreWorld.ts'
import { hashOf, payloadOf } from '../fakes/core/FakePoint.ts'
import type { ChallengeId } from '../../shared/domain/index.ts'

const worlds: CoreWorld[] = []
afterEach(() => {
  for (const world of worlds.splice(0)) world.end()
})

function newWorld(): CoreWorld {
  const world = new CoreWorld()
  worlds.push(world)
  return world
}

/** Brings a world to where a person presses, and gives the number of the step that comes next. */
async function ready(): Promise<{ readonly world: CoreWorld; readonly id: ChallengeId }> {
  const world = newWorld()
  world.start()
  world.attach()
  const payload = world.point.challenge(world.time.now())
  await world.event('challenge.raised', world.point.record(payload))
  await world.read(payload.challenge_id)
  await settled()
  return { world, id: payload.challenge_id }
}

/** Everything that the log holds as decided, by its digest. */
async function recorded(world: CoreWorld): Promise<readonly string[]> {
  const { rows } = await world.main.ask('core.readLog', { beforeN: null, limit: 200 })
  const entries = await Promise.all(rows.filter(({ kind }) => kind === 'decision.recorded' || kind === 'lock.ordered').map(({ n }) => world.main.ask('core.readLogEntry', { n })))
  return entries.map((entry) => entry?.bodyHash ?? '')
}

describe('the order of a decision', () => {
  it.each(['approve', 'deny'] as const)('is build, sign, commit, send, for %s', async (verdict) => {
    const { world, id } = await ready()
    const from = world.steps.length
    await world.decide(id, verdict)
    expect(world.steps.slice(from)).toEqual([
      'before sign decision', 'after sign decision', 'before commit decision.recorded', 'after commit decision.recorded', 'before send challenge.decide', 'after send challenge.decide',
    ])
  })

  for (const verdict of ['approve', 'deny'] as const) {
    it.each([0, 1, 2, 3, 4, 5])(`holds where the core dies at step %i of ${verdict}: nothing was sent that the log does not hold, and no approval twice`, async (step) => {
      const { world, id } = await ready()
      world.dieAt(step)
      void world.decide(id, verdict).catch(() => {})
      await settled()
      world.stop()
      const sentBefore = world.decisions().length

      world.start()
      world.attach()
      await settled()
      const all = world.decisions()
      const inLog = await recorded(world)
      for (const { proof } of all) if (proof !== undefined) expect(inLog).toContain(proof.entry.body_hash)
      expect(inLog.length).toBeGreaterThanOrEqual(new Set(all.map(({ envelope }) => hashOf(envelope))).size)
      if (verdict === 'approve') expect(all.length).toBe(sentBefore)
      // A denial that is in the log goes out, whatever happened.
      else expect(all.length > 0).toBe(inLog.length > 0)
      if (verdict === 'deny' && step >= 3) expect(all.length).toBeGreaterThan(sentBefore)

      if (verdict === 'approve' && step >= 3) {
        // The point never told of it, so it is settled as never arrived, and can be made again.
        await world.read(id)
        expect(world.card(id).decision?.delivery).toEqual({ status: 'undelivered' })
        expect(await world.decide(id, 'approve')).toMatchObject({ status: 'done' })
      }
    })
  }
})

describe('the order of a stop', () => {
  it.each([0, 1, 2, 3, 4, 5])('holds where the core dies at step %i: what the log holds is sent again until it is confirmed', async (step) => {
    const { world } = await ready()
    world.dieAt(step)
    void world.main.ask('core.stop', { target: { kind: 'all' }, effect: 'halt', mode: 'abort_inflight', reason: '', isDrill: false }).catch(() => {})
    await settled()
    world.stop()
    const sentBefore = world.locks().length
    world.start()
    world.attach()
    await settled()
    expect(world.locks().length).toBe(step >= 3 ? sentBefore + 1 : 0)
    expect(new Set(world.locks().map(({ envelope }) => hashOf(envelope))).size).toBe(step >= 3 ? 1 : 0)
  })
})

describe('an approval without a receipt', () => {
  async function cut() {
    const { world, id } = await ready()
    await world.decide(id, 'approve')
    world.detach()
    expect(world.card(id)).toMatchObject({ decision: { delivery: { status: 'unconfirmed' } } })
    const decisionId = payloadOf(must(world.decisions()[0]).envelope)['decision_id']
    return { world, id, decisionId }
  }

  it('is accepted where the point\'s own record names it after the resync, and not before', async () => {
    const { world, id, decisionId } = await cut()
    world.attach({ control: { outcome: 'resumed', from: 2, to: 2 } })
    await settled()
    expect(world.card(id).decision?.delivery.status).toBe('unconfirmed')
    const envelope = world.raised.get(id)
    await world.event('challenge.updated', { envelope, state: 'approved', decided_count: 1, own_decisions: [decisionId] })
    await settled()
    expect(world.card(id).decision?.delivery).toEqual({ status: 'accepted' })
    expect(world.decisions().length).toBe(1)
  })

  it('is undelivered where it does not, and can be made again', async () => {
    const { world, id } = await cut()
    world.attach()
    await settled()
    expect(world.card(id).decision).toMatchObject({ delivery: { status: 'undelivered' }, sentence: expect.stringContaining('Decide again') })
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'done' })
    expect(world.decisions().length).toBe(2)
  })

  it('is settled by a receipt that comes late', async () => {
    const { world, id } = await cut()
    world.attach({ control: { outcome: 'resumed', from: 2, to: 9 } })
    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(must(world.decisions()[0]).envelope, { outcome: 'refused', error: 'challenge_expired' }))
    await settled()
    expect(world.card(id).decision?.sentence).toContain('after the deadline')
  })

  it('is not believed from a receipt that another key signed, or about other bytes', async () => {
    const { world, id } = await cut()
    world.attach({ control: { outcome: 'resumed', from: 2, to: 9 } })
    const { envelope } = must(world.decisions()[0])
    world.links.reports.onReceipt(world.point.pointId, world.point.receipt(envelope, { decision_hash: `sha256:${'0'.repeat(64)}` }))
    const honest = payloadOf(world.point.receipt(envelope))
    world.links.reports.onReceipt(world.point.pointId, world.point.sign('receipt', honest, world.reviewer))
    await settled()
    expect(world.card(id).decision?.delivery.status).toBe('unconfirmed')
    expect((await world.readFeed()).rows.points[world.point.pointId]?.alarm).toContain('receipt')
  })
})

describe('a press among arrivals', () => {
  it('binds a decision to the digest of the card that was open, over 1,000 random arrivals', async () => {
    const { world, id } = await ready()
    const before = must(world.raised.get(id))
    let arrivals = 0
    world.main.beforeSigning = async () => {
      for (; arrivals < 1_000; arrivals++) {
        const payload = world.point.challenge(world.time.now(), {}, `arrival ${arrivals}`)
        await world.event('challenge.raised', world.point.record(payload))
      }
    }
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'done' })
    expect(arrivals).toBe(1_000)
    const shown = payloadOf(before)
    for (const { envelope } of world.decisions()) {
      expect(payloadOf(envelope)).toMatchObject({ challenge_id: id, challenge_hash: hashOf(before), invocation_hash: shown['invocation_hash'], display_hash: shown['display_hash'] })
    }
    const feed = await world.readFeed()
    expect(Object.keys(feed.rows.inbox).length).toBe(50)
    expect(feed.unlisted.inbox).toBe(951)
  }, 120_000)

  it('refuses what ended while it was being signed, and records nothing of it', async () => {
    const { world, id } = await ready()
    world.main.beforeSigning = () => world.event('challenge.updated', { envelope: world.raised.get(id), state: 'cancelled', reason: 'caller_gone', decided_count: 0 })
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused', code: 'ended' })
    expect(world.decisions()).toEqual([])
    const { rows } = await world.main.ask('core.readLog', { beforeN: null, limit: 100 })
    expect(rows.map(({ kind }) => kind)).not.toContain('decision.recorded')
  })

  it('is not sent on another attachment than the one on which it was made', async () => {
    const { world, id } = await ready()
    world.main.beforeSigning = async () => {
      world.detach()
      world.attach()
    }
    expect(await world.decide(id, 'approve')).toMatchObject({ status: 'refused', code: 'not_live' })
    expect(world.decisions()).toEqual([])
  })
})
