import { readFileSync } from 'node:fs'
import type { PointConfig } from '../config/index.ts'
import { ConsoleServer } from '../console/index.ts'
import { Enforcer } from '../enforce/Enforcer.ts'
import { HostServer, hostSocketPath } from '../host/index.ts'
import { ConsoleStore } from '../journal/ConsoleStore.ts'
import type { SqliteJournal } from '../journal/SqliteJournal.ts'
import { systemClock } from '../mcp/index.ts'
import { CedarPolicy } from '../policy/CedarPolicy.ts'
import { PolicySet } from '../policy/PolicySet.ts'
import { CallSignals } from '../signals/CallSignals.ts'
import { letIn } from './letIn.ts'
import { AgentListener } from './AgentListener.ts'
import { Agents } from './Agents.ts'
import { Allowances } from './Allowances.ts'
import { Announcements } from './Announcements.ts'
import { Connections } from './Connections.ts'
import { displayContextOf } from './displayContext.ts'
import { Facts } from './Facts.ts'
import { hostActs } from './hostActs.ts'
import { openPointKey } from './keyFile.ts'
import { challengeMaker } from './makeChallenge.ts'
import { pointState } from './pointState.ts'
import { readTls } from './readTls.ts'
import { Sessions } from './Sessions.ts'
import { newId, systemTime } from './time.ts'

export interface Assembling {
  readonly config: PointConfig
  readonly journal: SqliteJournal
  readonly log: (line: string) => void
  /** What has to be undone, last first, where a later part cannot be opened. */
  readonly undo: (() => unknown)[]
}

/** The parts of a point that somebody has to close. */
export interface Assembled {
  readonly consoles: ConsoleServer
  readonly connections: Connections
  readonly agents: AgentListener
  readonly host: HostServer
}

/** Makes the parts of a point and connects them; the only place that knows them all. */
export async function assemble({ config, journal, log, undo }: Assembling): Promise<Assembled> {
  const key = openPointKey(config.key)
  const policy = PolicySet.read(readFileSync(config.policy, 'utf8'))
  const tls = readTls(config.listen)
  const store = new ConsoleStore(journal.database)
  let consoles: ConsoleServer | null = null
  const events = () => consoles?.events ?? null

  const facts = new Facts({ log, record: (sentence, fact) => journal.recordFact(sentence, { ...fact }, Date.now()), after: systemTime.after })
  const signals = new CallSignals(fileTargetsOf(config), Date.now)
  const connections = new Connections()
  const agents = new Agents(config.agents, (agent) => events()?.agentUpdated(agent))
  const enforcer: Enforcer = new Enforcer({
    pointId: config.point_id,
    policy: new CedarPolicy({ set: policy, factsOf: async (call) => signals.of(call), time: systemTime, newId }),
    journal,
    announcer: new Announcements({ log, sessions: () => sessions, consoles: events }),
    maker: challengeMaker({ pointId: config.point_id, key, selfApproval: config.self_approval, displayContextOf: (call) => displayContextOf(config, call) }),
    callers: connections,
    time: systemTime,
    newId,
    // The journal and the console room each remember a restore, and a crash between the two may have left one of them alone.
    remembered: { ...journal.remembered, mustRecover: journal.remembered.mustRecover || store.restoredBy() !== null },
  })
  const sessions: Sessions = new Sessions({
    events: { sessionStarted: (session) => events()?.sessionStarted(session), sessionUpdated: (session) => events()?.sessionUpdated(session), sessionEnded: (session) => events()?.sessionEnded(session) },
    now: Date.now,
    after: systemTime.after,
    effectOn: (who) => enforcer.effectOn(who),
  })
  const state = pointState({ config, key: key.publicKey, version: __APP_VERSION__, policyHash: policy.hash, enforcer, agents, sessions, journalRoot: () => journal.root() })

  const server = await ConsoleServer.listen({
    address: { host: config.listen.host, port: config.listen.port }, tls, pointKey: key, state, acts: enforcer, store,
    time: systemTime, newId, version: __APP_VERSION__, log: (sentence, fact) => facts.note(sentence, fact),
  })
  consoles = server
  undo.push(() => server.close())
  const host = await HostServer.listen({ path: hostSocketPath(config.socket), acts: hostActs({ config, key: key.publicKey, state, consoles: server, enforcer }), after: systemClock.after, log })
  undo.push(() => host.close())
  const note = facts.note.bind(facts)
  const door = { config, enforcer, signals, sessions, agents, connections, allowances: new Allowances(), log, note }
  const listener = await AgentListener.listen({ config, log, note, onAgent: (agent, toolServer, face) => letIn(door, agent, toolServer, face) })
  return { consoles: server, connections, agents: listener, host }
}

function fileTargetsOf({ servers }: PointConfig) {
  return Object.fromEntries(servers.map(({ server_id, relative_to, file_targets }) => [server_id, { relativeTo: relative_to ?? null, tools: file_targets }]))
}
