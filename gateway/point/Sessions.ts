import type { AgentId, Chain, LockEffect, SessionId } from '../../shared/domain/index.ts'
import { printTime, type Evaluation, type Session } from '../../shared/protocol/index.ts'
import type { AgentConfig, ServerConfig } from '../config/index.ts'
import type { Introduction } from '../mcp/index.ts'
import { cutText } from '../../shared/util/cutText.ts'
import { EndedSessions } from './EndedSessions.ts'

/** What consoles are told of sessions. */
export interface SessionEvents {
  sessionStarted(session: Session): void
  sessionUpdated(session: Session): void
  sessionEnded(session: Session): void
}

export interface SessionsParts {
  readonly events: SessionEvents
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly after: (ms: number, callback: () => void) => () => void
  /** What locks hold for a session now. */
  readonly effectOn: (who: { readonly agentId: AgentId; readonly sessionId: SessionId; readonly chain: Chain }) => LockEffect | null
}

/** At most so often is a session told of again, however much happens in it. */
export const UPDATE_EVERY_MS = 250

interface Live {
  session: Session
  /** Set while an update is due. */
  cancelUpdate: (() => void) | null
}

export interface SessionStart {
  readonly sessionId: SessionId
  readonly agent: AgentConfig
  readonly server: ServerConfig
  readonly chain: Chain
  readonly epoch: number
}

/** The sessions of a point: a projection of what happens in them, for people to see. Nothing is decided by it. */
export class Sessions {
  readonly #parts: SessionsParts
  readonly #live = new Map<SessionId, Live>()
  readonly #ended = new EndedSessions()

  constructor(parts: SessionsParts) {
    this.#parts = parts
  }

  /** The live ones, then those that ended within the last hour, at most 200 of them. */
  all(): readonly Session[] {
    return [...[...this.#live.values()].map(({ session }) => this.#asOfNow(session)), ...this.#ended.all(this.#parts.now())]
  }

  get liveCount(): number {
    return this.#live.size
  }

  start({ sessionId, agent, server, chain, epoch }: SessionStart): void {
    const at = printTime(this.#parts.now())
    const session: Session = {
      session_id: sessionId,
      state: 'active',
      agent_id: agent.agent_id,
      chain: [...chain],
      client_info: { name: '', version: '' },
      ...(agent.purpose === '' ? {} : { purpose: agent.purpose }),
      environment: agent.environment,
      route: 'stdio',
      mcp: { era: 'sessions', protocol_version: '', servers: [{ server_id: server.server_id, name: server.server_id, transport: 'stdio' }] },
      groups: [],
      started_at: at,
      last_event_at: at,
      counts: { allow: 0, challenge: 0, deny: 0 },
      epoch,
    }
    this.#live.set(sessionId, { session, cancelUpdate: null })
    this.#parts.events.sessionStarted(this.#asOfNow(session))
  }

  /** The client has said who it is: its own word, cut to what a name may be long. */
  introduced(sessionId: SessionId, { name, version, era, protocolVersion }: Introduction): void {
    this.#change(sessionId, (session) => ({
      ...session,
      client_info: { name: cutText(name, 128), version: cutText(version, 64) },
      mcp: { ...session.mcp, era, protocol_version: cutText(protocolVersion, 32) },
    }))
  }

  evaluated({ session_id, verdict }: Evaluation): void {
    this.#change(session_id, (session) => ({ ...session, counts: { ...session.counts, [verdict]: session.counts[verdict] + 1 }, last_event_at: printTime(this.#parts.now()) }))
  }

  /** A lock fell or was released: sessions may be paused now, or no longer. */
  locksChanged(): void {
    for (const [sessionId, { session }] of this.#live) if (this.#stateOf(session) !== session.state) this.#change(sessionId, (one) => one)
  }

  end(sessionId: SessionId): void {
    const live = this.#live.get(sessionId)
    if (live === undefined) return
    live.cancelUpdate?.()
    this.#live.delete(sessionId)
    const at = printTime(this.#parts.now())
    const session: Session = { ...live.session, state: 'ended', last_event_at: at, ended_at: at }
    this.#ended.add(session, this.#parts.now())
    this.#parts.events.sessionEnded(session)
  }

  /** Changes at once, and tells of it soon: whatever else happens until then goes with it. */
  #change(sessionId: SessionId, change: (session: Session) => Session): void {
    const live = this.#live.get(sessionId)
    if (live === undefined) return
    live.session = this.#asOfNow(change(live.session))
    live.cancelUpdate ??= this.#parts.after(UPDATE_EVERY_MS, () => {
      live.cancelUpdate = null
      this.#parts.events.sessionUpdated(this.#asOfNow(live.session))
    })
  }

  #asOfNow(session: Session): Session {
    return { ...session, state: this.#stateOf(session) }
  }

  #stateOf({ agent_id, session_id, chain }: Session): Session['state'] {
    return this.#parts.effectOn({ agentId: agent_id, sessionId: session_id, chain }) === 'pause' ? 'paused' : 'active'
  }
}
