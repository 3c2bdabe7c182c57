import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { StopView } from '../../shared/ipc/views.ts'
import { bundlePrograms, type Programs } from '../fakes/crash/bundlePrograms.ts'
import { CrashWorld, type HeldCall } from '../fakes/crash/CrashWorld.ts'

const PATIENCE_MS = 120_000

let programs: Programs
let world: CrashWorld
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())
beforeEach(async () => {
  world = await CrashWorld.open(programs)
})
afterEach(() => world.end())

const stopOf = (n: number, isRight: (stop: StopView) => boolean) => world.core.stop((stop) => stop.target.kind === 'agent' && stop.target.value === world.agentId(n) && isRight(stop))
const release = async ({ stopId, releaseTyped }: StopView) => {
  await world.core.main.ask('core.openRelease', { stopId })
  expect(await world.core.main.ask('core.release', { stopId, reason: 'all clear', typed: releaseTyped, inSteps: false })).toMatchObject({ status: 'done' })
}
const isConfirmed = ({ segments }: StopView) => segments.length === 1 && segments.every(({ delivery }) => delivery === 'confirmed')
const decide = async ({ row }: HeldCall, verdict: 'approve' | 'deny') => expect(await world.core.press(row.challengeId, verdict)).toEqual({ status: 'done', id: expect.any(String) })

/** The point works as before for an agent that nothing stops. */
async function goesOn(n: number): Promise<void> {
  const held = await world.hold(await world.agent(n))
  await decide(held, 'approve')
  expect(await held.answer).toBe('done')
  expect(Object.values(world.core.rows.points).map(({ alarm }) => alarm)).toEqual([null])
}

describe('a point that is put back from a copy made before a stop', () => {
  it('is told of the stop again, confirms it anew, and runs nothing under it', async () => {
    await goesOn(0)
    await world.copyPoint()
    expect(await world.core.halt(world.agentId(0))).toMatchObject({ status: 'done' })
    await stopOf(0, isConfirmed)
    expect(await (await world.agent(0)).call(world.newMarker())).toBe('refused')

    await world.putPointBack()
    await stopOf(0, (stop) => isConfirmed(stop) && stop.segments[0]?.sentence?.includes('had forgotten it') === true)
    expect(await (await world.agent(0)).call(world.newMarker())).toBe('refused')
    await goesOn(1)
  }, PATIENCE_MS)
})

describe('a point that is put back from a copy made while a stop held', () => {
  it('holds it again, says so, and lets it be released again', async () => {
    await world.core.halt(world.agentId(0))
    await stopOf(0, isConfirmed)
    await world.copyPoint()
    await release(await stopOf(0, isConfirmed))
    await stopOf(0, ({ state }) => state === 'released')

    await world.putPointBack()
    const again = await stopOf(0, ({ state }) => state === 'stopped')
    expect(again).toMatchObject({ release: null, releaseObstacle: null, segments: [{ sentence: expect.stringContaining('holds it again') }] })
    expect(await (await world.agent(0)).call(world.newMarker())).toBe('refused')
    await release(again)
    await stopOf(0, ({ state }) => state === 'released')
    await goesOn(0)
  }, PATIENCE_MS)
})

describe('a point that is put back from a copy', () => {
  it('goes on with what is new, and with nothing that waited or was approved', async () => {
    const early = await world.hold(await world.agent(0))
    await world.copyPoint()
    expect(await early.answer).toBe('lost')
    const approved = await world.hold(await world.agent(1))
    await decide(approved, 'approve')
    expect(await approved.answer).toBe('done')
    const denied = await world.hold(await world.agent(2))
    await decide(denied, 'deny')
    expect(await denied.answer).toBe('refused')
    const waiting = await world.hold(await world.agent(3))

    await world.putPointBack()
    expect(await waiting.answer).toBe('lost')
    const ends = await Promise.all([early, approved, denied, waiting].map(({ row }) => world.core.row(row.challengeId, ({ end }) => end !== null)))
    expect(ends.map(({ end }) => end?.state)).toEqual(['cancelled', 'approved', 'denied', 'cancelled'])
    await goesOn(1)
  }, PATIENCE_MS)
})
