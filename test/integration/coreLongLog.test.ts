import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { printTime } from '../../shared/protocol/index.ts'
import { idOf } from '../builders/protocol.ts'
import { CoreWorld, must } from '../fakes/core/CoreWorld.ts'

let world: CoreWorld
beforeEach(() => {
  world = new CoreWorld()
  world.start()
  world.attach()
})
afterEach(() => {
  world.end()
  expect(world.reported).toEqual([])
})

/** Many challenges that ended in each of the ways, and a few that wait. */
async function history(count: number): Promise<void> {
  await world.event('agent.updated', world.point.agent())
  await world.event('session.started', world.point.session())
  for (let i = 0; i < count; i++) {
    world.time.pass(10_000)
    const payload = world.point.challenge(world.time.now())
    const record = world.point.record(payload)
    await world.event('challenge.raised', record)
    if (i >= count - 3) continue
    if (i % 3 === 0) {
      await world.event('challenge.updated', { ...record, state: 'denied', decided_count: 1 })
      continue
    }
    await world.event('challenge.updated', { ...record, state: 'approved', decided_count: 1 })
    const enforcement = { challenge_id: payload.challenge_id, evaluation_id: idOf('evaluation'), outcome: 'forwarded', forwarded_at: printTime(0), finished_at: printTime(0), result: 'ok' }
    await world.event('enforcement.recorded', enforcement)
    if (i % 3 === 1) await world.event('challenge.updated', { ...record, state: 'approved', decided_count: 1, enforcement })
  }
}

describe('a core that starts again on a log that it does not read whole', () => {
  it('shows what it showed before, row by row', async () => {
    await history(260)
    const before = await world.readFeed()
    world.stop()
    world.start()
    world.attach()
    const after = await world.readFeed()
    expect(Object.keys(after.rows.inbox).length).toBeGreaterThan(50)
    expect(after.rows.inbox).toEqual(before.rows.inbox)
    expect(after.rows.sessions).toEqual(before.rows.sessions)
  })

  it('decides what still waits', async () => {
    await history(230)
    world.stop()
    world.start()
    world.attach()
    const waiting = must(Object.values((await world.readFeed()).rows.inbox).find(({ end }) => end === null))
    await world.read(waiting.challengeId)
    expect(await world.decide(waiting.challengeId, 'deny')).toMatchObject({ status: 'done' })
  })
})
