import type { Segment, StopView } from '../../../shared/ipc/views.ts'
import { isSameAnswer, locksOf, releaseObstacle, releaseTyped, standingOf, stateOf, type Order, type Stop } from '../halt/index.ts'
import type { Rooms } from './Rooms.ts'
import { inSentence, onOurClock } from './words.ts'

/** The row of a stop. Every number of a segment is from its verified receipt; before it there are none. */
export function stopView(stop: Stop, rooms: Rooms): StopView {
  const named = { ...stop, targetName: stop.targetName === '' ? nameOf(stop, rooms) : stop.targetName }
  return {
    stopId: stop.stopId,
    target: stop.target,
    targetName: named.targetName,
    effect: stop.effect,
    mode: stop.mode,
    reason: stop.reason,
    isDrill: stop.isDrill,
    by: stop.by,
    origin: stop.origin,
    atMs: stop.atMs,
    segments: locksOf(stop).map((lock) => engageSegment(stop, lock, rooms)),
    release: releaseOf(stop, rooms),
    state: stateOf(stop),
    releaseObstacle: releaseObstacle(stop, (pointId) => rooms.points.get(pointId)),
    releaseTyped: releaseTyped(stop),
  }
}

/** The release that was ordered here, unless the point refused it and somebody else's has ended the stop. */
function releaseOf(stop: Stop, rooms: Rooms): StopView['release'] {
  const { release, toldReleases } = stop
  const told = stateOf(stop) === 'released' ? toldReleases.at(-1) : undefined
  const isOurs = release !== null && (told === undefined || release.orders.some(({ receipt }) => receipt?.outcome !== 'refused'))
  if (isOurs) return { reason: release.reason, atMs: release.atMs, by: release.by, segments: release.orders.map((order) => segmentOf(order, rooms)) }
  return told === undefined ? null : { reason: '', atMs: told.atMs, by: told.by, segments: [] }
}

function engageSegment(stop: Stop, lock: ReturnType<typeof locksOf>[number], rooms: Rooms): Segment {
  const order = stop.orders.find(({ lockId }) => lockId === lock.lockId)
  const segment = order === undefined ? toldSegment({ epoch: null, ...lock }, stop, rooms) : segmentOf(order, rooms)
  const told = stop.toldReleases.find(({ lockId }) => lockId === lock.lockId)
  if (told !== undefined) return { ...segment, releasedAtMs: told.atMs, sentence: `Released there since${told.by === '' ? '' : ` by ${told.by}`}.` }
  const isAgain = stop.heldAgain.includes(lock.lockId) && standingOf(stop, lock.lockId) === 'holds'
  return isAgain ? { ...segment, sentence: 'Released before; the point was put back and holds it again.' } : segment
}

function segmentOf(order: Order, { points }: Rooms): Segment {
  const point = points.get(order.pointId)
  const { receipt } = order
  const isRefused = receipt?.outcome === 'refused'
  return {
    pointId: order.pointId,
    pointName: point?.name ?? order.pointId,
    lockId: order.lockId,
    delivery: isRefused ? 'refused' : order.delivery,
    sentence: sentenceOf(order, typeof point?.linkNumber === 'number'),
    sentAtMs: order.sentAtMs,
    confirmedAtMs: receipt === null || isRefused ? null : onOurClock(receipt.effective_at, point?.clockOffsetMs ?? 0),
    epoch: receipt?.epoch ?? null,
    sessionsStopped: receipt?.sessions_stopped.length ?? 0,
    challengesCancelled: receipt?.challenges_cancelled.length ?? 0,
    inflightUnabortable: receipt?.inflight_unabortable.length ?? 0,
    releasedAtMs: null,
  }
}

function sentenceOf(order: Order, isAttached: boolean): string | null {
  const { delivery, receipt, verb } = order
  const what = verb === 'engage' ? 'stop' : 'release'
  if (receipt?.outcome === 'refused' && receipt.error === 'rate_limited') return 'Too many of your stops hold there. Release some, or stop everything.'
  if (receipt?.outcome === 'refused') return `The point refused the ${what} (${inSentence(receipt.error ?? 'no reason')}). On its host run countersign-gateway.`
  if (delivery === 'confirmed') return order.forgotten === null || isSameAnswer(order) ? null : 'The point had forgotten it and took it anew.'
  if (delivery === 'sending') return null
  return isAttached ? `The point has not answered; the ${what} is sent again until it does.` : `The point is not connected; the ${what} is sent as soon as it is.`
}

/** A lock from elsewhere holds because its point says so. */
function toldSegment({ pointId, lockId, epoch }: Omit<Stop['told'][number], 'epoch'> & { readonly epoch: number | null }, { atMs, origin }: Stop, { points }: Rooms): Segment {
  return {
    pointId, pointName: points.get(pointId)?.name ?? pointId, lockId, delivery: origin === 'here' ? 'not_confirmed' : 'confirmed', sentence: null, sentAtMs: null,
    confirmedAtMs: origin === 'here' ? null : atMs, epoch, sessionsStopped: 0, challengesCancelled: 0, inflightUnabortable: 0, releasedAtMs: null,
  }
}

/** What is stopped, by the name that this console knows for it. */
export function nameOf({ target }: Pick<Stop, 'target'>, { fleet, points }: Rooms): string {
  switch (target.kind) {
    case 'all':
      return 'Everything'
    case 'agent':
      return fleet.agent(target.value)?.agent.name ?? target.value
    case 'session': {
      const agentId = fleet.session(target.value)?.session.agent_id
      return (agentId === undefined ? undefined : fleet.agent(agentId)?.agent.name) ?? target.value
    }
    case 'point':
      return points.get(target.value)?.name ?? target.value
    default:
      return target.value.sub
  }
}

