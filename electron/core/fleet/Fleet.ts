import type { AgentId, PointId, SessionId } from '../../../shared/domain/index.ts'
import type { Agent, Session } from '../../../shared/protocol/index.ts'
import { NewestIds } from '../../../shared/util/NewestIds.ts'

/** Of the sessions that have ended so many are known, the newest. The log has all of them. */
const MOST_ENDED = 1_000

/** A session, and the point that it runs at. */
export interface KnownSession {
  readonly pointId: PointId
  readonly session: Session
}

/** An agent, and the point that registered it. */
export interface KnownAgent {
  readonly pointId: PointId
  readonly agent: Agent
}

/** Told what changed, so that nobody has to look through everything. */
export interface FleetListener {
  sessionChanged(sessionId: SessionId): void
  agentChanged(agentId: AgentId): void
}

/** Sessions and agents as the points tell of them. Every event carries the whole object, so that the last one counts. */
export class Fleet {
  readonly #sessions = new Map<SessionId, KnownSession>()
  readonly #ended = new NewestIds<SessionId>(MOST_ENDED)
  readonly #agents = new Map<AgentId, KnownAgent>()
  /** Kept beside the sessions, so that an event costs the same however many there are. */
  readonly #liveOf = new Map<AgentId, Set<SessionId>>()
  /** Ids that a second point told of as well. Which of the two is honest nobody can say here. */
  readonly #contested = new Set<SessionId | AgentId>()
  readonly #listener: FleetListener

  constructor(listener: FleetListener) {
    this.#listener = listener
  }

  session(sessionId: SessionId): KnownSession | undefined {
    return this.#sessions.get(sessionId)
  }

  agent(agentId: AgentId): KnownAgent | undefined {
    return this.#agents.get(agentId)
  }

  sessions(): Iterable<KnownSession> {
    return this.#sessions.values()
  }

  agents(): Iterable<KnownAgent> {
    return this.#agents.values()
  }

  liveSessionsOf(agentId: AgentId): number {
    return this.#liveOf.get(agentId)?.size ?? 0
  }

  /** Whether more than one point told of this session or agent. */
  isContested(id: SessionId | AgentId): boolean {
    return this.#contested.has(id)
  }

  /** Takes in a session. Gives false where another point already told of one with this id: then nothing changed. */
  tellSession(pointId: PointId, session: Session): boolean {
    const known = this.#sessions.get(session.session_id)
    if (known !== undefined && known.pointId !== pointId) return this.#contest(session.session_id)
    this.#sessions.set(session.session_id, { pointId, session })
    this.#count(session)
    this.#listener.sessionChanged(session.session_id)
    this.#keepNewest(session)
    return true
  }

  /**
   * Takes in counters and times of a session that is known and live. They come in a stream of their own, which may lag
   * behind: where a session stands is never theirs to say, and one that has ended stays so.
   */
  tellCounts(pointId: PointId, { session_id, counts, last_event_at, client_info, mcp, purpose }: Session): boolean {
    const known = this.#sessions.get(session_id)
    if (known === undefined || known.session.state === 'ended') return true
    if (known.pointId !== pointId) return false
    this.#sessions.set(session_id, { pointId, session: { ...known.session, counts, last_event_at, client_info, mcp, ...(purpose === undefined ? {} : { purpose }) } })
    this.#listener.sessionChanged(session_id)
    return true
  }

  /** Takes in an agent, as `tellSession`. */
  tellAgent(pointId: PointId, agent: Agent): boolean {
    const known = this.#agents.get(agent.agent_id)
    if (known !== undefined && known.pointId !== pointId) return this.#contest(agent.agent_id)
    this.#agents.set(agent.agent_id, { pointId, agent })
    this.#listener.agentChanged(agent.agent_id)
    return true
  }

  /** Puts what a snapshot says in the place of all that was known of a point. Gives false where an id was another's. */
  replace(pointId: PointId, { sessions, agents }: { readonly sessions: readonly Session[]; readonly agents: readonly Agent[] }): boolean {
    const told = new Set<string>([...sessions.map(({ session_id }) => session_id), ...agents.map(({ agent_id }) => agent_id)])
    for (const known of this.#sessions.values()) if (known.pointId === pointId && !told.has(known.session.session_id)) this.#forgetSession(known.session)
    for (const known of this.#agents.values()) if (known.pointId === pointId && !told.has(known.agent.agent_id)) this.#forgetAgent(known.agent.agent_id)
    const taken = [...agents.map((agent) => this.tellAgent(pointId, agent)), ...sessions.map((session) => this.tellSession(pointId, session))]
    return taken.every(Boolean)
  }

  #contest(id: SessionId | AgentId): false {
    this.#contested.add(id)
    return false
  }

  #keepNewest({ session_id, state }: Session): void {
    if (state !== 'ended') return this.#ended.delete(session_id)
    const oldest = this.#ended.add(session_id)
    const known = oldest === undefined ? undefined : this.#sessions.get(oldest)
    if (known !== undefined) this.#forgetSession(known.session)
  }

  #forgetSession(session: Session): void {
    this.#sessions.delete(session.session_id)
    this.#contested.delete(session.session_id)
    this.#ended.delete(session.session_id)
    this.#count({ ...session, state: 'ended' })
    this.#listener.sessionChanged(session.session_id)
  }

  #forgetAgent(agentId: AgentId): void {
    this.#agents.delete(agentId)
    this.#contested.delete(agentId)
    this.#listener.agentChanged(agentId)
  }

  #count({ session_id, agent_id, state }: Session): void {
    const live = this.#liveOf.get(agent_id) ?? new Set()
    const before = live.size
    if (state === 'ended') live.delete(session_id)
    else live.add(session_id)
    this.#liveOf.set(agent_id, live)
    if (live.size !== before) this.#listener.agentChanged(agent_id)
  }
}
