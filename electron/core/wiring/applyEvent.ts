import type { PointId, StreamId } from '../../../shared/domain/index.ts'
import type { Rooms } from '../feed/index.ts'
import type { Subjects } from '../ledger/index.ts'
import type { StreamFrame } from '../links/index.ts'
import type { Snapshot } from './eventDrafts.ts'

/**
 * Lets the rooms hear one event of a point, live or read back from the log. Events carry whole objects, so hearing one
 * twice changes nothing.
 * @returns false where the point told of something that is another point's
 */
export function applyEvent({ points, fleet, inbox, halt }: Rooms, pointId: PointId, { type, body }: Pick<StreamFrame, 'type' | 'body'> & StreamFrame): boolean {
  switch (type) {
    case 'session.started':
    case 'session.updated':
    case 'session.ended':
      return fleet.tellSession(pointId, body)
    case 'agent.updated':
      return fleet.tellAgent(pointId, body)
    case 'challenge.raised':
    case 'challenge.updated':
      inbox.tell(pointId, body)
      return true
    case 'enforcement.recorded':
      inbox.enforced(pointId, body)
      return true
    case 'lock.engaged':
    case 'lock.released':
      halt.tell(pointId, body)
      return true
    case 'epoch.changed':
      points.update(pointId, { epoch: Math.max(body.epoch, points.get(pointId)?.epoch ?? 0) })
      return true
    default:
      return true
  }
}

/** Puts what a snapshot says in the place of all that was known of its point. */
export function applySnapshot({ points, fleet, inbox, halt }: Rooms, pointId: PointId, streamId: StreamId, { agents, sessions, challenges, locks, as_of }: Snapshot): boolean {
  const isOwn = fleet.replace(pointId, { agents, sessions })
  inbox.replace(pointId, challenges)
  halt.replace(pointId, locks)
  points.keep(pointId, { place: { streamId, control: as_of.control } })
  return isOwn
}

/** What an event is about, for the search in the log. */
export function subjectsOf({ inbox }: Rooms, { type, body }: StreamFrame): Subjects {
  switch (type) {
    case 'session.started':
    case 'session.updated':
    case 'session.ended':
      return { sessionId: body.session_id, agentId: body.agent_id }
    case 'agent.updated':
      return { agentId: body.agent_id }
    case 'challenge.raised':
    case 'challenge.updated': {
      const challengeId = inbox.challenges.idOf(body)
      return challengeId === null ? {} : { challengeId }
    }
    case 'enforcement.recorded':
      return body.challenge_id === null ? {} : { challengeId: body.challenge_id }
    default:
      return {}
  }
}
