import { expect } from 'vitest'
import type { InboxRow, StopView } from '../../../shared/ipc/views.ts'
import { settleAccounts } from './account.ts'
import type { CrashAgent } from './CrashAgent.ts'
import type { CrashWorld } from './CrashWorld.ts'

// Where a process can die on the way of a decision or a stop, in the order of that way, and what must hold afterwards.

export const CORE_STEPS = ['before build', 'before sign', 'after sign', 'before commit', 'after commit', 'before send', 'after send', 'after receipt', 'before entry of the receipt', 'after entry of the receipt']
export const POINT_STEPS_OF_ANY = ['arrival', 'verified', 'before the decision is recorded', 'after the decision is recorded', 'before the receipt is kept', 'after the receipt is kept']
export const POINT_STEPS_OF_APPROVALS = [
  'before the evaluation is recorded', 'after the evaluation is recorded', 'before it is consumed', 'after it is consumed', 'after it is forwarded', 'before the outcome is recorded', 'after the outcome is recorded',
]
export const POINT_STEPS = [...POINT_STEPS_OF_ANY, ...POINT_STEPS_OF_APPROVALS]
export const POINT_STEPS_OF_STOPS = ['arrival', 'verified', 'before the stop is recorded', 'after the stop is recorded', 'before the receipt is kept', 'after the receipt is kept']
export type Verdict = 'approve' | 'deny'

/** Nothing more will be heard of the decision, unless somebody does something. */
function isSettled({ delivery, end }: InboxRow): boolean {
  const status = delivery?.status
  if (status === 'accepted') return end?.state === 'denied'
  return status !== 'recorded' && status !== 'sent' && status !== 'unconfirmed' && status !== 'forwarded'
}
export const hasEnded = (row: InboxRow) => row.end !== null && isSettled(row)

export async function killCore(world: CrashWorld, agent: CrashAgent, step: string, verdict: Verdict): Promise<void> {
  const { row: { challengeId }, answer } = await world.hold(agent)
  await world.core.mortal.arm(step)
  const pressed = world.core.press(challengeId, verdict)
  // Where the press is refused, the step is never reached.
  expect(await Promise.race([world.core.mortal.ended, pressed])).not.toMatchObject({ status: 'refused' })
  expect(await world.core.mortal.ended).toBe('SIGKILL')
  world.kills++

  await world.startCore()
  await world.core.attached()
  const found = await world.core.row(challengeId, isSettled)
  // The call still waits: the decision never left, and where it was recorded, the window says that it was not delivered.
  if (found.end === null) {
    expect(found.delivery?.status).toBe(CORE_STEPS.indexOf(step) < CORE_STEPS.indexOf('after commit') ? undefined : 'undelivered')
    expect(await world.core.press(challengeId, verdict)).toMatchObject({ status: 'done' })
  }
  expect(await answer).toBe(verdict === 'approve' ? 'done' : 'refused')
  await world.core.row(challengeId, hasEnded)
  await settleAccounts(world)
}

export async function killPoint(world: CrashWorld, step: string, verdict: Verdict): Promise<void> {
  const { row: { challengeId }, answer } = await world.hold(await world.agent(0))
  await world.point.mortal.arm(step)
  expect(await world.core.press(challengeId, verdict)).toMatchObject({ status: 'done' })
  // Where the point refuses it, the step is never reached.
  const refused = world.core.row(challengeId, ({ delivery }) => delivery?.status === 'refused').then(({ delivery }) => delivery)
  expect(await Promise.race([world.point.mortal.ended, refused])).toBe('SIGKILL')
  world.kills++
  await world.core.mortal.until(() => !world.core.isAttached || undefined)
  // No receipt came, and so nothing is known: an approval is unconfirmed, and a denial waits to be sent again.
  if (POINT_STEPS.indexOf(step) < POINT_STEPS.indexOf('after the receipt is kept')) {
    await world.core.row(challengeId, ({ delivery }) => delivery?.status === (verdict === 'approve' ? 'unconfirmed' : 'recorded'))
  }
  await answer

  await world.startPoint()
  await world.attach()
  await world.core.row(challengeId, hasEnded)
  await settleAccounts(world)
}

export async function killStop(world: CrashWorld, n: number, which: 'core' | 'point', step: string): Promise<void> {
  const agentId = world.agentId(n)
  const { row: { challengeId }, answer, marker } = await world.hold(await world.agent(n))
  const isHalted = (stop: StopView) => stop.target.kind === 'agent' && stop.target.value === agentId
  await world[which].mortal.arm(step)
  const ordered = world.core.halt(agentId)
  expect(await world[which].mortal.ended).toBe('SIGKILL')
  world.kills++

  if (which === 'core') await world.startCore()
  else {
    expect(await ordered).toMatchObject({ status: 'done' })
    await world.startPoint()
  }
  await world.attach()
  if (!Object.values(world.core.rows.stops).some(isHalted)) {
    expect(CORE_STEPS.indexOf(step)).toBeLessThan(CORE_STEPS.indexOf('after commit'))
    expect(await world.core.halt(agentId)).toMatchObject({ status: 'done' })
  }
  await world.core.stop((stop) => isHalted(stop) && stop.segments.length === 1 && stop.segments.every(({ delivery }) => delivery === 'confirmed'))
  await world.core.row(challengeId, hasEnded)
  expect(await answer).not.toBe('done')
  const later = world.newMarker()
  expect(await (await world.agent(n)).call(later)).toBe('refused')
  const { ran } = await settleAccounts(world)
  expect(ran).not.toContain(marker)
  expect(ran).not.toContain(later)
}
