import type { SessionId } from '../../shared/domain/index.ts'
import type { AbortResult, Call, Callers, Refused, Who } from '../enforce/ports.ts'
import type { AgentSession } from './AgentSession.ts'

/** An agent that is connected now, and how to end that. */
export interface Connection {
  readonly session: AgentSession
  end(): Promise<void>
}

/** The agents that are connected now; the transports, as far as a stop needs them. */
export class Connections implements Callers {
  readonly #connections = new Map<SessionId, Connection>()

  add(connection: Connection): void {
    this.#connections.set(connection.session.who.sessionId, connection)
  }

  /** @returns whether it was still there */
  remove(sessionId: SessionId): boolean {
    return this.#connections.delete(sessionId)
  }

  abort(call: Call, refusal: Refused): AbortResult {
    return this.#connections.get(call.sessionId)?.session.abort(call, refusal) ?? 'over'
  }

  liveSessions(): readonly Who[] {
    return [...this.#connections.values()].map(({ session }) => session.who)
  }

  async endAll(): Promise<void> {
    await Promise.all([...this.#connections.values()].map((connection) => connection.end()))
  }
}
