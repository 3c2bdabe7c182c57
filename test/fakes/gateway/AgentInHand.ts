import type { AgentConfig, ServerConfig } from '../../../gateway/config/index.ts'
import type { Enforcer } from '../../../gateway/enforce/Enforcer.ts'
import type { Time } from '../../../gateway/enforce/ports.ts'
import { ProxySession } from '../../../gateway/mcp/index.ts'
import { AgentSession } from '../../../gateway/point/AgentSession.ts'
import type { Connections } from '../../../gateway/point/Connections.ts'
import { chainOf } from '../../../gateway/point/identity.ts'
import type { Sessions } from '../../../gateway/point/Sessions.ts'
import type { CallSignals } from '../../../gateway/signals/CallSignals.ts'
import type { AgentId, NewId, PointId, SessionId } from '../../../shared/domain/index.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { MemoryFace } from '../mcp/MemoryFace.ts'

export interface AgentParts {
  readonly pointId: PointId
  readonly agent: AgentConfig
  readonly server: ServerConfig
  readonly enforcer: Enforcer
  readonly signals: CallSignals
  readonly sessions: Sessions
  readonly connections: Connections
  readonly time: Time
  readonly newId: NewId
  /** A call has reached the tool server. */
  readonly onRun: (id: unknown) => void
  /** Something was said to the agent. */
  readonly onSaid: () => void
}

interface Heard {
  readonly id?: unknown
  readonly method?: string
}

/** One agent before the real session of a point, and a tool server behind it that runs whatever reaches it. */
export class AgentInHand {
  readonly sessionId: SessionId
  readonly agentId: AgentId
  readonly #client = new MemoryFace()
  readonly #server = new MemoryFace()
  readonly #end: () => Promise<void>
  #description = 'as it was'

  constructor(parts: AgentParts) {
    const { pointId, agent, server, enforcer, signals, sessions, connections, time } = parts
    const sessionId = parts.newId('session')
    const chain = chainOf(agent, pointId)
    const session = new AgentSession({ sessionId, agent, chain, enforcer, signals, time, abort: (call, refusal) => proxy.abort(call, refusal), problem: (sentence) => { throw new Error(sentence) } })
    const proxy = new ProxySession({ serverId: server.server_id, client: this.#client, server: this.#server, judge: session, hash: hashBytes, clock: { now: () => time.now().monotonicMs, after: time.after }, onReport: () => {} })
    this.sessionId = sessionId
    this.agentId = agent.agent_id
    this.#client.onLine = parts.onSaid
    this.#server.onLine = (line) => this.#serve(JSON.parse(line) as Heard, parts.onRun)
    this.#end = async () => {
      proxy.end()
      await session.end()
      connections.remove(sessionId)
      sessions.end(sessionId)
    }
    signals.sessionStarted(sessionId, time.now().wallMs)
    connections.add({ session, end: this.#end })
    sessions.start({ sessionId, agent, server, chain, epoch: enforcer.epoch })
    proxy.start()
  }

  /** Calls a tool; the answer comes when it comes. */
  call(id: string, name: string, args: object): void {
    this.#client.say({ jsonrpc: '2.0', id, method: 'tools/call', params: { name, arguments: args } })
  }

  /** Waits no longer for an answer. */
  cancel(id: string): void {
    this.#client.say({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: id } })
  }

  isAnswered(id: string): boolean {
    return this.#client.messageOf(id) !== undefined
  }

  /** The server says from now on that its tools are something else. */
  redefine(description: string): void {
    this.#description = description
    this.#server.say({ jsonrpc: '2.0', method: 'notifications/tools/list_changed' })
  }

  leave(): Promise<void> {
    return this.#end()
  }

  #serve({ id, method }: Heard, onRun: AgentParts['onRun']): void {
    if (method === 'tools/call') onRun(id)
    const tools = ['change', 'publish'].map((name) => ({ name, description: this.#description, inputSchema: { type: 'object' } }))
    if (id !== undefined) this.#server.say({ jsonrpc: '2.0', id, result: method === 'tools/list' ? { tools } : { content: [{ type: 'text', text: 'done' }] } })
  }
}
