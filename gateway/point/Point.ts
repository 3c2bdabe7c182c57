import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { dirname } from 'node:path'
import { toId, type NewId } from '../../shared/domain/index.ts'
import { hashBytes } from '../../shared/evidence/index.ts'
import { uuidV7 } from '../../shared/util/uuidV7.ts'
import type { AgentConfig, PointConfig } from '../config/PointConfig.ts'
import { Enforcer } from '../enforce/Enforcer.ts'
import type { Announcer } from '../enforce/ports.ts'
import { SqliteJournal } from '../journal/SqliteJournal.ts'
import { ProxySession, startServer, streamFace, systemClock, type ByteFace } from '../mcp/index.ts'
import { CedarPolicy } from '../policy/CedarPolicy.ts'
import { PolicySet } from '../policy/PolicySet.ts'
import { FileFacts } from '../signals/fileFacts.ts'
import { readCredential } from '../stdio/index.ts'
import { AgentSession, agentOfCredential, chainOf } from './AgentSession.ts'
import { openPointKey } from './keyFile.ts'
import { challengeMaker } from './makeChallenge.ts'

/** What a running point tells whoever started it. */
export interface PointListener {
  readonly announcer: Announcer
  readonly log: (line: string) => void
}

const newId: NewId = (kind) => toId(kind, uuidV7(Date.now(), randomBytes(10)))
const clocks = () => ({ monotonicMs: performance.now(), wallMs: Date.now() })

/** A running enforcement point: one journal, one socket, one judge, and a session for each agent that is connected. */
export class Point {
  readonly enforcer: Enforcer
  readonly #config: PointConfig
  readonly #journal: SqliteJournal
  readonly #files: FileFacts
  readonly #log: (line: string) => void
  readonly #server: Server
  readonly #ends = new Set<() => void>()

  private constructor(config: PointConfig, journal: SqliteJournal, { announcer, log }: PointListener) {
    this.#config = config
    this.#journal = journal
    this.#log = log
    this.#files = new FileFacts(Object.fromEntries(config.servers.map(({ server_id, cwd, file_targets }) => [server_id, { cwd, tools: file_targets }])))
    const names = new Map(config.agents.map(({ agent_id, name }) => [agent_id, name]))
    this.enforcer = new Enforcer({
      pointId: config.point_id,
      policy: new CedarPolicy({ set: PolicySet.read(readFileSync(config.policy, 'utf8')), factsOf: async (call) => ({ signals: [], known: { ...this.#files.of(call) } }), time: { now: clocks }, newId }),
      journal,
      announcer,
      maker: challengeMaker({
        pointId: config.point_id,
        key: openPointKey(config.key),
        displayContextOf: ({ call }) => ({ agent: { name: names.get(call.agentId) ?? call.agentId }, tool: call.tool, ...(this.#isFileWrite(call.serverId, call.tool) ? { kind: 'file_write' as const } : {}) }),
      }),
      time: { now: clocks, after: systemClock.after },
      newId,
      epoch: journal.recovered.epoch,
      locks: journal.recovered.locks,
      revocations: journal.revocations,
    })
    this.#server = createServer((socket) => void this.#accept(streamFace(socket, socket)).catch((fault) => {
      log(`A connection failed: ${String(fault)}`)
      socket.destroy()
    }))
  }

  /**
   * Opens the journal and the socket. Throws a ConfigFault, PolicyFault or JournalFault with a sentence for a person;
   * nothing listens then.
   */
  static async open(config: PointConfig, listener: PointListener): Promise<Point> {
    const journal = SqliteJournal.open(config.journal)
    try {
      const point = new Point(config, journal, listener)
      await point.#listen()
      return point
    } catch (fault) {
      journal.close()
      throw fault
    }
  }

  /** Ends every session; what was held is refused, and the journal is closed. */
  async close(): Promise<void> {
    for (const end of this.#ends) end()
    await new Promise((resolve) => this.#server.close(resolve))
    rmSync(this.#config.socket, { force: true })
    this.#journal.close()
  }

  async #listen(): Promise<void> {
    const { socket } = this.#config
    mkdirSync(dirname(socket), { recursive: true, mode: 0o700 })
    // The journal is ours alone, so a socket that lies there belongs to a point that is gone.
    rmSync(socket, { force: true })
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(socket, resolve)
    })
    chmodSync(socket, 0o600)
  }

  async #accept(connection: ByteFace): Promise<void> {
    const read = await readCredential(connection, systemClock)
    if (read === null) return
    const agent = agentOfCredential(this.#config.agents, read.credential)
    const server = this.#config.servers.find(({ server_id }) => server_id === agent?.server)
    if (agent === undefined || server === undefined) {
      this.#log('A caller showed a launch credential that no agent has; it was turned away.')
      return read.face.end()
    }
    this.#begin(agent, server, read.face)
  }

  #begin(agent: AgentConfig, server: PointConfig['servers'][number], face: ByteFace): void {
    const session = new AgentSession({ sessionId: newId('session'), agent, chain: chainOf(agent, this.#config.point_id), enforcer: this.enforcer, files: this.#files, now: Date.now })
    const upstream = startServer(server, { env: process.env, clock: systemClock, onErrorLine: (line) => this.#log(`${server.server_id}: ${line}`), onExit: (how) => this.#log(`The tool server ${server.server_id} of ${agent.name} ${how}.`) })
    const proxy = new ProxySession({ serverId: server.server_id, client: face, server: upstream.face, judge: session, hash: hashBytes, clock: systemClock, onReport: (report) => this.#log(`${agent.name}: ${JSON.stringify(report)}`) })
    const end = () => {
      if (!this.#ends.delete(end)) return
      proxy.end()
      upstream.stop()
      void session.end()
    }
    this.#ends.add(end)
    face.onEnd(end)
    proxy.start()
    this.#log(`${agent.name} is connected, for ${agent.owner.name}.`)
  }

  #isFileWrite(serverId: string, tool: string): boolean {
    return this.#config.servers.some(({ server_id, file_targets }) => server_id === serverId && Object.hasOwn(file_targets, tool))
  }
}
