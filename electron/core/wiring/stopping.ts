import { covers, type LockTarget, type PointId } from '../../../shared/domain/index.ts'
import type { StopPreview, StopTarget } from '../../../shared/ipc/windowToCore.ts'
import { nameOf, type Rooms } from '../feed/index.ts'
import type { KnownSession } from '../fleet/index.ts'

/**
 * The points that a stop concerns: every one where this console has heard of its agent or session. Where none is known to
 * have it, or two claim to, all of them: a stop that reaches a point in vain costs nothing, and one that is not sent may cost everything.
 */
export function pointsOf(rooms: Rooms, target: StopTarget): readonly PointId[] {
  const all = rooms.points.all().map(({ pointId }) => pointId)
  const concerned = target.kind === 'all' || rooms.fleet.isContested(target.value) ? all : all.filter((pointId) => knows(rooms, pointId, target))
  return concerned.length > 0 ? concerned : all
}

function knows({ fleet, inbox }: Rooms, pointId: PointId, target: Exclude<StopTarget, { kind: 'all' }>): boolean {
  const isAgent = target.kind === 'agent'
  const registered = isAgent ? fleet.agent(target.value) : fleet.session(target.value)
  if (registered?.pointId === pointId) return true
  if (inbox.challenges.pendingOf(pointId).some(({ payload }) => (isAgent ? payload.agent_id : payload.session_id) === target.value)) return true
  if (!isAgent) return false
  for (const known of fleet.sessions()) if (known.pointId === pointId && known.session.agent_id === target.value) return true
  return false
}

/** What a stop would cover by what this console knows now. The numbers of the receipt are the point's own. */
export function previewStop(rooms: Rooms, target: StopTarget): StopPreview {
  const concerned = pointsOf(rooms, target)
  const going = [...rooms.fleet.sessions()].filter(({ session }) => session.state !== 'ended')
  const covered = going.filter((one) => isCovered(target, one))
  const isAttached = (pointId: PointId) => typeof rooms.points.get(pointId)?.linkNumber === 'number'
  const waiting = concerned.flatMap((pointId) => rooms.inbox.challenges.pendingOf(pointId))
  return {
    points: concerned.length,
    sessions: covered.length,
    liveSessions: covered.filter(({ pointId }) => isAttached(pointId)).length,
    challenges: waiting.filter(({ pointId, payload }) => covers(target, { pointId, agentId: payload.agent_id, sessionId: payload.session_id, chain: payload.chain })).length,
    otherSessions: going.length - covered.length,
    targetName: nameOf({ target }, rooms),
    silentPoints: concerned.filter((pointId) => !isAttached(pointId)).map((pointId) => rooms.points.get(pointId)?.name ?? pointId),
  }
}

function isCovered(target: LockTarget, { pointId, session }: KnownSession): boolean {
  return covers(target, { pointId, agentId: session.agent_id, sessionId: session.session_id, chain: session.chain })
}
