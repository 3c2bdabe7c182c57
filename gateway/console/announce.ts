import type { EvaluationId, SessionId } from '../../shared/domain/index.ts'
import type { Agent, ChallengeRecord, Session } from '../../shared/protocol/index.ts'
import { printTime } from '../../shared/protocol/index.ts'
import type { EventStreams } from './EventStreams.ts'
import type { ConsoleEvents, PointState } from './ports.ts'
import { readChallenge } from './readChallenge.ts'
import { EVERYBODY, NO_GROUP, scopeOfAgent, scopeOfCall, UNTRACED, type FindAgent, type OwnDecisions, type Scope } from './visibility.ts'

interface Parts {
  readonly streams: EventStreams
  readonly state: PointState
  /** Everybody in the roster, to whom their own decisions on a challenge are told with it. */
  readonly people: () => readonly OwnDecisions['reviewer'][]
}

/** So many evaluations are remembered, to know later whose call an outcome was of. */
const MOST_REMEMBERED = 10_000

/** Turns what the point says into events of the right stream, each with whom it concerns. */
export function announceTo({ streams, state, people }: Parts): ConsoleEvents {
  const scopes = new Map<EvaluationId, Scope>()
  const states = new Map<SessionId, Session['state']>()
  const findAgent: FindAgent = (agentId) => state.agents().find(({ agent_id }) => agent_id === agentId)
  const scopeOfSession = ({ agent_id, groups }: Session): Scope => scopeOfAgent(findAgent(agent_id), groups)
  const scopeOf = (record: ChallengeRecord): Scope => callScope(record, findAgent, (id) => ownDecisions(state, people(), id))

  return {
    evaluationRecorded: (evaluation) => {
      const session = state.sessions().find(({ session_id }) => session_id === evaluation.session_id)
      const scope = session === undefined ? UNTRACED : scopeOfSession(session)
      scopes.set(evaluation.evaluation_id, scope)
      if (scopes.size > MOST_REMEMBERED) scopes.delete(scopes.keys().next().value ?? evaluation.evaluation_id)
      streams.telemetry('evaluation.recorded', evaluation, scope)
    },
    challengeRaised: (record) => streams.control('challenge.raised', record, scopeOf(record)),
    challengeUpdated: (record) => streams.control('challenge.updated', record, scopeOf(record)),
    enforcementRecorded: (record) => {
      const payload = record.challenge_id === null ? undefined : state.challenge(record.challenge_id)?.payload
      const scope = scopes.get(record.evaluation_id) ?? (payload === undefined ? UNTRACED : scopeOfAgent(findAgent(payload.agent_id)))
      streams.control('enforcement.recorded', record, scope)
    },
    lockEngaged: (record) => streams.control('lock.engaged', record, EVERYBODY),
    lockReleased: (record) => streams.control('lock.released', record, EVERYBODY),
    epochChanged: (epoch, atMs) => streams.control('epoch.changed', { epoch, at: printTime(atMs) }, EVERYBODY),
    sessionStarted: (session) => {
      states.set(session.session_id, session.state)
      streams.control('session.started', session, scopeOfSession(session))
    },
    // Counters may be coalesced; that a session was paused or goes on may not be missed.
    sessionUpdated: (session) => {
      const isMove = states.get(session.session_id) !== session.state
      states.set(session.session_id, session.state)
      if (isMove) streams.control('session.updated', session, scopeOfSession(session))
      else streams.telemetry('session.updated', session, scopeOfSession(session))
    },
    sessionEnded: (session) => {
      states.delete(session.session_id)
      streams.control('session.ended', session, scopeOfSession(session))
    },
    agentUpdated: (agent: Agent) => streams.control('agent.updated', agent, scopeOfAgent(agent)),
  }
}

/** Whom a challenge concerns. One that cannot be read concerns nobody. */
export function callScope(record: ChallengeRecord, findAgent: FindAgent, own: (challengeId: NonNullable<ReturnType<typeof readChallenge>>['challenge_id']) => readonly OwnDecisions[]): Scope {
  const payload = readChallenge(record)
  if (payload === null) return scopeOfNobody
  return scopeOfCall(findAgent(payload.agent_id), payload.eligible.groups, own(payload.challenge_id))
}

const scopeOfNobody: Scope = { of: 'call', owner: null, groups: [NO_GROUP] }

/** Who has decided on a challenge, of the people in the roster. */
function ownDecisions(state: PointState, people: readonly OwnDecisions['reviewer'][], challengeId: Parameters<PointState['decisionsOf']>[0]): readonly OwnDecisions[] {
  return people.map(({ iss, sub }) => ({ reviewer: { iss, sub }, ids: state.decisionsOf(challengeId, { iss, sub }) })).filter(({ ids }) => ids.length > 0)
}
