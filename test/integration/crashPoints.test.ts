import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doubled, lost, settleAccounts } from '../fakes/crash/account.ts'
import { bundlePrograms, type Programs } from '../fakes/crash/bundlePrograms.ts'
import { CrashWorld } from '../fakes/crash/CrashWorld.ts'
import { CORE_STEPS, hasEnded, killCore, killPoint, killStop, POINT_STEPS, POINT_STEPS_OF_APPROVALS, POINT_STEPS_OF_STOPS, type Verdict } from '../fakes/crash/deaths.ts'
import { approveAll, callAgainAndAgain } from '../fakes/crash/load.ts'
import { seeded } from '../unit/ledger/ledgers.ts'

/** At each step; the counts are those that goal G1 asks of every run, `ROUNDS=50 KILLS=1000` are those of acceptance. */
const ROUNDS = Number(process.env['ROUNDS'] ?? 5)
/** Of kills at any moment; the seed says again which. */
const LOAD_KILLS = Number(process.env['KILLS'] ?? 50)
const LOAD_AGENTS = 4
const seed = Number(process.env['SEED'] ?? Math.floor(Math.random() * 0xffff_ffff))
const PATIENCE_MS = 600_000
/** The last of the rounds at a step is a denial, by an agent of its own: three in a row would pause one. */
const verdictOf = (round: number): Verdict => (round === ROUNDS - 1 ? 'deny' : 'approve')

let programs: Programs
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())

/** Runs the work in a world of its own, and counts at its end. */
async function kills(count: number, work: (world: CrashWorld) => Promise<void>): Promise<void> {
  const world = await CrashWorld.open(programs)
  try {
    await work(world)
    const account = await settleAccounts(world)
    expect({ kills: world.kills, lost: lost(world, account).length, doubled: doubled(account).length }).toEqual({ kills: count, lost: 0, doubled: 0 })
  } finally {
    await world.end()
  }
}

describe.concurrent('a decision', () => {
  it(`is neither lost nor doubled by ${CORE_STEPS.length * ROUNDS} kills of the console, ${ROUNDS} at each of ${CORE_STEPS.length} steps`, () => kills(CORE_STEPS.length * ROUNDS, async (world) => {
    const approver = await world.agent(0)
    for (const [n, step] of CORE_STEPS.entries()) {
      for (let round = 0; round < ROUNDS; round++) {
        const verdict = verdictOf(round)
        await killCore(world, verdict === 'approve' ? approver : await world.agent(1 + n), step, verdict)
      }
    }
  }), PATIENCE_MS)

  it(`is neither lost nor doubled by ${POINT_STEPS.length * ROUNDS} kills of the point, ${ROUNDS} at each of ${POINT_STEPS.length} steps`, () => kills(POINT_STEPS.length * ROUNDS, async (world) => {
    for (const step of POINT_STEPS) {
      for (let round = 0; round < ROUNDS; round++) await killPoint(world, step, POINT_STEPS_OF_APPROVALS.includes(step) ? 'approve' : verdictOf(round))
    }
  }), PATIENCE_MS)
})

describe.concurrent('a stop', () => {
  it(`that was ordered is confirmed after a kill of the console, at each of ${CORE_STEPS.length} steps, and nothing under it runs`, () => kills(CORE_STEPS.length, async (world) => {
    for (const [n, step] of CORE_STEPS.entries()) await killStop(world, n, 'core', step)
  }), PATIENCE_MS)

  it(`that was ordered is confirmed after a kill of the point, at each of ${POINT_STEPS_OF_STOPS.length} steps, and nothing under it runs`, () => kills(POINT_STEPS_OF_STOPS.length, async (world) => {
    for (const [n, step] of POINT_STEPS_OF_STOPS.entries()) await killStop(world, n, 'point', step)
  }), PATIENCE_MS)
})

describe('both ends under load', () => {
  it(`agree after ${LOAD_KILLS} kills of one or the other at any moment, with ${LOAD_AGENTS} agents calling (SEED=${seed})`, () => kills(LOAD_KILLS, async (world) => {
    const random = seeded(seed)
    let isOver = false
    const workers = Array.from({ length: LOAD_AGENTS }, (_, n) => callAgainAndAgain(world, n, () => isOver))
    let workersLeft = workers.length
    const leaving = workers.map((worker) => worker.finally(() => workersLeft--))
    const approver = approveAll(world, () => isOver && workersLeft === 0)
    for (let kill = 0; kill < LOAD_KILLS; kill++) {
      let messages = random(40)
      await world.core.mortal.until(() => messages-- <= 0 || undefined)
      await world.restart(random(2) === 0 ? 'core' : 'point')
    }
    isOver = true
    await Promise.all(leaving)
    // Says something, so that whoever waits for the core to say something looks around.
    await world.core.main.ask('core.readFeed')
    await approver
    await world.core.mortal.until(() => Object.values(world.core.rows.inbox).every(hasEnded) || undefined)
    expect(world.told.decisions.size).toBeGreaterThan(LOAD_KILLS / 2)
  }), PATIENCE_MS)
})
