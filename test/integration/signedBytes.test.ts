import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sourceOf } from '../../shared/display/index.ts'
import { hashBytes } from '../../shared/evidence/index.ts'
import { bundlePrograms, type Programs } from '../fakes/crash/bundlePrograms.ts'
import { CrashWorld } from '../fakes/crash/CrashWorld.ts'
import type { RawAgent } from '../fakes/crash/RawAgent.ts'
import { objectText } from '../fakes/mcp/jsonText.ts'

const CALLS = 500
const SEED = 20_261_127
const PATIENCE_MS = 600_000

let programs: Programs
beforeAll(async () => {
  programs = await bundlePrograms()
})
afterAll(() => programs.remove())

/** One call that a person approves: what the card shows, what is signed, and what the server says that it was given. */
async function approveOne(world: CrashWorld, agent: RawAgent, args: string) {
  const { core } = world
  const known = new Set(Object.keys(core.rows.inbox))
  const answer = agent.call(args)
  const row = await core.mortal.until(() => Object.values(core.rows.inbox).find(({ challengeId, end }) => end === null && !known.has(challengeId)))
  const card = await core.main.ask('core.openChallenge', { challengeId: row.challengeId })
  await core.mortal.until(() => Object.values(core.rows.inbox).every(({ delivery }) => delivery?.status !== 'sent') || undefined)
  expect(await core.press(row.challengeId, 'approve')).toMatchObject({ status: 'done' })
  const signed = core.main.asked.findLast(({ what }) => what === 'decision')?.payload as { readonly challenge_id: string; readonly invocation_hash: string } | undefined
  expect(signed?.challenge_id).toBe(row.challengeId)
  return { shown: sourceOf((card?.bytes?.lines ?? []).flatMap(({ tokens }) => tokens)), signed: signed?.invocation_hash, ran: await answer }
}

/** The bytes of the arguments in those of an invocation, cut out by their known surroundings. */
function argumentsIn(invocation: Uint8Array): Uint8Array {
  const tail = /,"definition_hash":"sha256:[0-9a-f]{64}","injections":\[\],"redactions":\[\],"server_id":"counting","tool":"write_file"\}$/.exec(Buffer.from(invocation).toString('latin1'))
  return invocation.subarray('{"arguments":'.length, tail?.index)
}

it(`what runs is what a card showed and a person signed, for ${CALLS} random calls through console and point`, async () => {
  process.stdout.write(`  seed ${SEED}, ${CALLS} calls\n`)
  const world = await CrashWorld.open(programs)
  try {
    const agent = world.rawAgent(0)
    for (const args of fc.sample(objectText, { seed: SEED, numRuns: CALLS })) {
      const { shown, signed, ran } = await approveOne(world, agent, args)
      expect({ args, signed, ran }).toEqual({ args, signed: hashBytes(shown), ran: hashBytes(argumentsIn(shown)) })
    }
  } finally {
    await world.end()
  }
}, PATIENCE_MS)
