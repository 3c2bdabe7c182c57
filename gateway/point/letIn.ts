import { hashBytes } from '../../shared/evidence/index.ts'
import { plainText } from '../../shared/display/index.ts'
import type { AgentConfig, PointConfig, ServerConfig } from '../config/index.ts'
import type { Enforcer } from '../enforce/Enforcer.ts'
import { ProxySession, startServer, systemClock, type ByteFace, type SessionReport } from '../mcp/index.ts'
import type { CallSignals } from '../signals/CallSignals.ts'
import { AgentSession } from './AgentSession.ts'
import type { Agents } from './Agents.ts'
import { MOST_SERVERS_OF_AN_AGENT, type Allowances } from './Allowances.ts'
import type { Connections } from './Connections.ts'
import type { Fact } from './Facts.ts'
import { chainOf } from './identity.ts'
import type { Sessions } from './Sessions.ts'
import { newId, systemTime } from './time.ts'

export interface DoorParts {
  readonly config: PointConfig
  readonly enforcer: Enforcer
  readonly signals: CallSignals
  readonly sessions: Sessions
  readonly agents: Agents
  readonly connections: Connections
  readonly allowances: Allowances
  readonly log: (line: string) => void
  readonly note: (sentence: string, fact: Fact) => void
}

/** Puts a session and a tool server of its own behind an agent that has shown who it is. */
export function letIn(parts: DoorParts, agent: AgentConfig, server: ServerConfig, face: ByteFace): void {
  const { config, enforcer, signals, sessions, agents, connections, allowances, log, note } = parts
  const allowance = allowances.of(agent.agent_id)
  const giveBack = allowance.takeServer()
  if (giveBack === null) {
    note(`${agent.name} has ${MOST_SERVERS_OF_AN_AGENT} connections already; one more was turned away.`, { what: 'agent_turned_away', code: 'rate_limited', agent_id: agent.agent_id })
    return face.cut()
  }
  const sessionId = newId('session')
  const chain = chainOf(agent, config.point_id)
  const session = new AgentSession({ sessionId, agent, chain, enforcer, signals, time: systemTime, abort: (toolCall, refusal) => proxy.abort(toolCall, refusal), problem: log })
  // The place is free when both are over: the session, which consoles are told of, and the process.
  let isServerOver = false
  let ended: Promise<void> | null = null
  const upstream = startServer(server, {
    env: process.env,
    clock: systemClock,
    onErrorLine: (line) => log(`${server.server_id} of ${agent.name} says: ${plainText(line, 400)}`),
    onExit: (how) => {
      isServerOver = true
      if (ended !== null) giveBack()
      log(`The tool server ${server.server_id} of ${agent.name} ${how}.`)
    },
  })
  const proxy = new ProxySession({
    serverId: server.server_id,
    client: face,
    server: upstream.face,
    judge: session,
    hash: hashBytes,
    clock: systemClock,
    openBytes: allowance.openBytes,
    onReport: (report) => note(`${agent.name}: ${plainText(JSON.stringify(report), 400)}`, factOf(report, agent.agent_id, sessionId)),
    onIntroduction: (introduction) => sessions.introduced(sessionId, introduction),
    onTools: (names) => agents.toolsListed(agent.agent_id, names),
  })
  const end = () => (ended ??= endOnce())
  const endOnce = async () => {
    if (isServerOver) giveBack()
    proxy.end()
    upstream.stop()
    await session.end()
    connections.remove(sessionId)
    sessions.end(sessionId)
    log(`${agent.name} has left.`)
  }
  signals.sessionStarted(sessionId, systemTime.now().wallMs)
  connections.add({ session, end })
  sessions.start({ sessionId, agent, server, chain, epoch: enforcer.epoch })
  face.onEnd(() => void end())
  proxy.start()
  log(`${agent.name} is connected, for ${agent.owner.name}.`)
}

/** A report of a session for the journal. What an agent wrote stands in the sentence alone, where it is made to show itself. */
function factOf(report: SessionReport, agent_id: string, session_id: string): Fact {
  const reason = report.kind === 'callRefused' ? { reason: report.reason } : {}
  return { what: WORDS[report.kind], agent_id, details: { session_id, ...reason } }
}

const WORDS: Readonly<Record<SessionReport['kind'], string>> = {
  frameRefused: 'agent_frame_refused', callDropped: 'agent_call_dropped', callRefused: 'agent_call_refused', answerDropped: 'server_answer_dropped', serverEnded: 'server_ended', fault: 'session_failed',
}
