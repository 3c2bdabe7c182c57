import { effectOn } from '../../../shared/domain/index.ts'
import type { AgentRow, SessionRow } from '../../../shared/ipc/views.ts'
import type { KnownAgent, KnownSession } from '../fleet/index.ts'
import type { LocksAt } from '../halt/index.ts'
import type { Rooms } from './Rooms.ts'
import { onOurClock } from './words.ts'

/** The row of a session. It is live only while its point is attached: everything else may be old. */
export function sessionRow({ pointId, session }: KnownSession, rooms: Rooms, locks: LocksAt): SessionRow {
  const point = rooms.points.get(pointId)
  const agent = rooms.fleet.agent(session.agent_id)?.agent
  const covered = { pointId, agentId: session.agent_id, sessionId: session.session_id, chain: session.chain }
  const ours = (time: string | undefined) => (time === undefined ? null : onOurClock(time, point?.clockOffsetMs ?? 0))
  return {
    sessionId: session.session_id,
    pointId,
    agentId: session.agent_id,
    agentName: agent?.name ?? session.agent_id,
    ownerName: agent?.owner?.name ?? null,
    purpose: session.purpose ?? null,
    environment: session.environment,
    state: session.state,
    chain: session.chain,
    client: session.client_info,
    route: session.route,
    servers: session.mcp.servers.map(({ name }) => name),
    startedAtMs: ours(session.started_at) ?? 0,
    lastEventAtMs: ours(session.last_event_at) ?? 0,
    endedAtMs: ours(session.ended_at),
    identityExpiresAtMs: ours(session.identity_expires_at),
    counts: session.counts,
    isLive: typeof point?.linkNumber === 'number',
    lockedBy: effectOn(locks.holding, covered),
    lockOrdered: effectOn(locks.ordered, covered),
  }
}

/** The row of an agent. */
export function agentRow({ pointId, agent }: KnownAgent, { fleet }: Rooms): AgentRow {
  return {
    agentId: agent.agent_id,
    pointId,
    name: agent.name,
    ownerName: agent.owner?.name ?? null,
    purpose: agent.purpose,
    environment: agent.environment,
    lifecycle: agent.lifecycle,
    liveSessions: fleet.liveSessionsOf(agent.agent_id),
  }
}
