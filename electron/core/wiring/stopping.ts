import { covers, type LockTarget, type PointId } from '../../../shared/domain/index.ts'
import type { StopPreview, StopTarget } from '../../../shared/ipc/windowToCore.ts'
import { nameOf, type Rooms } from '../feed/index.ts'
import type { KnownSession } from '../fleet/index.ts'

/** The points that a stop concerns: the one of its agent or session, or every one that is paired. */
export function pointsOf({ points, fleet }: Rooms, target: StopTarget): readonly PointId[] {
  if (target.kind === 'all') return points.all().map(({ pointId }) => pointId)
  const known = target.kind === 'agent' ? fleet.agent(target.value) : fleet.session(target.value)
  return known === undefined ? [] : [known.pointId]
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
