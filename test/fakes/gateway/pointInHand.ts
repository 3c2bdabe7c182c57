import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PointConfig } from '../../../gateway/config/index.ts'
import { ConsoleServer, type ConsoleEvents, type ConsoleFact } from '../../../gateway/console/index.ts'
import { Enforcer } from '../../../gateway/enforce/Enforcer.ts'
import { ConsoleStore } from '../../../gateway/journal/ConsoleStore.ts'
import { SqliteJournal } from '../../../gateway/journal/SqliteJournal.ts'
import { Agents } from '../../../gateway/point/Agents.ts'
import { Announcements } from '../../../gateway/point/Announcements.ts'
import { Connections } from '../../../gateway/point/Connections.ts'
import { displayContextOf } from '../../../gateway/point/displayContext.ts'
import { challengeMaker } from '../../../gateway/point/makeChallenge.ts'
import { pointState } from '../../../gateway/point/pointState.ts'
import { Sessions } from '../../../gateway/point/Sessions.ts'
import { CedarPolicy } from '../../../gateway/policy/CedarPolicy.ts'
import { PolicySet } from '../../../gateway/policy/PolicySet.ts'
import { CallSignals } from '../../../gateway/signals/CallSignals.ts'
import { toId, type ChallengeId, type NewId } from '../../../shared/domain/index.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { NamedActor } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { digestOf, idOf } from '../../builders/protocol.ts'
import { freshId, ScriptedConsole, TestWire } from '../console/ScriptedConsole.ts'
import { FakeTime } from '../FakeTime.ts'
import { AgentInHand } from './AgentInHand.ts'

export type PointInHand = Awaited<ReturnType<typeof pointInHand>>

export const OWNER: NamedActor = { iss: 'https://id.example', sub: 'mara', name: 'Mara Lindqvist' }
/** Whatever an agent does asks for a person, and publishing for two. */
export const POLICY = `
@id("work") permit (principal, action, resource);
@id("one") @risk_level("3") @reason("Others rely on it.")
forbid (principal, action, resource) unless { context has approval && context.approval.presence >= 2 };
@id("two") @risk_level("3") @reason("Everybody will see it.")
forbid (principal, action, resource) when { context.tool == "publish" } unless { context has approval && context.approval.approver_count >= 2 };
`
const START_MS = Date.UTC(2026, 10, 22, 3, 12, 4)
const MOST_AGENTS = 64

/**
 * A whole point in this process: its journal on disk, its socket, its policy and its judge are the real ones. Clocks,
 * agents and tool servers are in the test's hands; what ran and what the point logged is kept for it to look at.
 */
export async function pointInHand() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-forgeries-'))
  const key = generatePrivateKey()
  const config = configOf(folder)
  const time = new FakeTime()
  const facts: (ConsoleFact & { readonly sentence: string })[] = []
  const ran: unknown[] = []
  const wires: TestWire[] = []
  /** The next challenge can get an id that somebody has guessed; the wall clock can be ahead without a timer's notice. */
  const hand: { nextChallengeId: ChallengeId | null; wallShiftMs: number } = { nextChallengeId: null, wallShiftMs: 0 }
  let waiting: (() => void)[] = []
  const wake = () => {
    for (const go of waiting.splice(0)) go()
  }

  const wallMs = () => START_MS + time.now() + hand.wallShiftMs
  const pointTime = { now: () => ({ monotonicMs: time.now(), wallMs: wallMs() }), after: time.after }
  const newId: NewId = (kind) => {
    const guessed = kind === 'challenge' ? hand.nextChallengeId : null
    if (guessed !== null) hand.nextChallengeId = null
    return toId(kind, guessed?.slice('chl_'.length) ?? uuidV7(wallMs(), randomBytes(10)))
  }

  const journal = SqliteJournal.open(join(folder, 'journal.sqlite'), wallMs())
  const policy = PolicySet.read(POLICY)
  const signals = new CallSignals({}, wallMs)
  const connections = new Connections()
  let events: ConsoleEvents | null = null
  const enforcer: Enforcer = new Enforcer({
    pointId: config.point_id, journal, callers: connections, time: pointTime, newId, remembered: journal.remembered,
    policy: new CedarPolicy({ set: policy, factsOf: async (call) => signals.of(call), time: pointTime, newId }),
    announcer: new Announcements({ log: () => {}, sessions: () => sessions, consoles: () => events }),
    maker: challengeMaker({ pointId: config.point_id, key, selfApproval: 'deny', displayContextOf: (call) => displayContextOf(config, call) }),
  })
  const sessions: Sessions = new Sessions({
    events: { sessionStarted: (one) => events?.sessionStarted(one), sessionUpdated: (one) => events?.sessionUpdated(one), sessionEnded: (one) => events?.sessionEnded(one) },
    now: wallMs, after: time.after, effectOn: (who) => enforcer.effectOn(who),
  })
  const server = await ConsoleServer.listen({
    address: { host: '127.0.0.1', port: 0 }, tls: null, pointKey: key, acts: enforcer, store: new ConsoleStore(journal.database), time: pointTime, newId, version: '0.0.0',
    state: pointState({ config, key: key.publicKey, version: '0.0.0', policyHash: policy.hash, enforcer, agents: new Agents(config.agents, () => {}), sessions, journalRoot: () => journal.root() }),
    log: (sentence, fact) => {
      facts.push({ ...fact, sentence })
      wake()
    },
  })
  events = server.events

  const dial = () => {
    const wire = new TestWire(`ws://127.0.0.1:${server.address().port}/`)
    wires.push(wire)
    return wire
  }
  const agents = config.agents.values()
  return {
    key, pointId: config.point_id, time, hand, facts, ran, journal, server, enforcer, dial,
    /** Connects an agent that nobody has seen before. */
    connect(): AgentInHand {
      const agent = agents.next().value
      const [toolServer] = config.servers
      if (agent === undefined || toolServer === undefined) throw new Error('There are no more agents')
      return new AgentInHand({ pointId: config.point_id, agent, server: toolServer, enforcer, signals, sessions, connections, time: pointTime, newId, onRun: (id) => ran.push(id), onSaid: wake })
    },
    /** A console that is in the roster, for somebody of its own or for a person who is given. */
    enrol(person?: NamedActor, console = new ScriptedConsole(person)): ScriptedConsole {
      const done = server.enrol({ console: { console_id: console.consoleId, name: 'at a desk', key: console.key.publicKey }, reviewerKey: console.reviewer.publicKey, logOrigin: console.log.origin, person: console.person, roles: ['approver', 'killer', 'admin'], groups: [] })
      if (done.status === 'refused') throw new Error(done.sentence)
      return console
    },
    async attach(console: ScriptedConsole): Promise<TestWire> {
      const wire = dial()
      wire.send('attach', console.attachBody((await wire.next('hello')).body))
      console.since = (await wire.next('attached')).body.log?.size ?? 0
      return wire
    },
    /** Resolves once it is so; looked at whenever the point has logged something or said something to an agent. */
    async until(isSo: () => boolean): Promise<void> {
      while (!isSo()) await new Promise<void>((resolve) => waiting.push(resolve))
    },
    async close() {
      await connections.endAll()
      await server.close()
      for (const { socket } of wires) socket.terminate()
      journal.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function configOf(folder: string): PointConfig {
  return {
    point_id: freshId('point'), name: 'Build host', listen: { host: '127.0.0.1', port: 0 }, socket: join(folder, 'host.sock'), journal: '', key: '', policy: '', self_approval: 'deny',
    agents: Array.from({ length: MOST_AGENTS }, (_, n) => ({ agent_id: idOf('agent', n), name: `agent ${n}`, owner: OWNER, purpose: '', environment: 'sandbox', server: 'files', credential_hash: digestOf('1') })),
    servers: [{ server_id: 'files', command: 'none', args: [], cwd: folder, inherit: [], env: {}, file_targets: {}, display: {} }],
  }
}
