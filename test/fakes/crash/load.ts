import type { CrashAgent } from './CrashAgent.ts'
import type { CrashWorld } from './CrashWorld.ts'

/** Makes one call after the other, and comes back after each death of the point. */
export async function callAgainAndAgain(world: CrashWorld, n: number, isOver: () => boolean): Promise<void> {
  let agent: CrashAgent | null = null
  while (!isOver()) {
    await world.ready
    agent ??= await world.agent(n).catch(() => null)
    if (agent !== null && (await agent.call(world.newMarker())) === 'lost') agent = null
  }
}

/** Approves whatever waits, in whichever life of the core. */
export async function approveAll(world: CrashWorld, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    await world.ready
    const { core } = world
    const died = core.mortal.ended.then(() => null)
    const next = () => (isOver() ? null : Object.values(core.rows.inbox).find(({ end, delivery }) => end === null && (delivery === null || delivery.status === 'undelivered')))
    const row = await Promise.race([died, core.mortal.until(next).catch(() => null)])
    if (row === null || row === undefined) continue
    const asked = await Promise.race([died, core.press(row.challengeId, 'approve')])
    // Something stood in the way just now; the core says when that has changed.
    let messages = asked?.status === 'refused' ? 1 : 0
    await core.mortal.until(() => messages-- <= 0 || undefined).catch(() => {})
  }
}
