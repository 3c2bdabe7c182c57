import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askHost, hostSocketPath, type HostQuestion } from '../../../gateway/host/index.ts'
import type { InboxRow } from '../../../shared/ipc/views.ts'
import { generatePrivateKey } from '../../../shared/evidence/index.ts'
import type { LocalPoint } from '../../../shared/ipc/mainAndCore.ts'
import type { Programs } from './bundlePrograms.ts'
import { CoreProcess, Told } from './CoreProcess.ts'
import { CrashAgent, type Answer } from './CrashAgent.ts'
import { agentIdOf, CALLS, CONSOLE, credentialOf, layOut } from './layOut.ts'
import { PointProcess } from './PointProcess.ts'
import { RawAgent } from './RawAgent.ts'

/** Sockets are no files to copy. */
const isKept = (path: string) => !path.endsWith('.sock')

/** A call that is held, as its agent and as the console see it. */
export interface HeldCall {
  readonly row: InboxRow
  readonly marker: string
  readonly answer: Promise<Answer>
}

/** A console and a point with agents before it, each a process of its own on a folder that outlives it. */
export class CrashWorld {
  readonly base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-crash-')))
  readonly reviewer = generatePrivateKey()
  readonly told = new Told()
  readonly calls = join(this.base, CALLS)
  readonly consoleFolder = join(this.base, CONSOLE)
  readonly #pointFolder = join(this.base, 'point')
  readonly #copy = join(this.base, 'copy of the point')
  readonly #config = join(this.#pointFolder, 'point.json')
  readonly #socket = join(this.#pointFolder, 'point.sock')
  readonly #programs: Programs
  readonly #agents: (CrashAgent | RawAgent)[] = []
  #core: CoreProcess | null = null
  #point: PointProcess | null = null
  #localPoint: LocalPoint | null = null
  #markers = 0
  kills = 0
  /** Settles when both ends live and see each other. */
  ready: Promise<void> = Promise.resolve()

  private constructor(programs: Programs) {
    this.#programs = programs
  }

  /** Lays out both ends, lets the console in at the point as its host does, and waits until they are attached. */
  static async open(programs: Programs): Promise<CrashWorld> {
    const world = new CrashWorld(programs)
    await layOut(world.base, programs.server)
    await world.startPoint()
    const { address, point_id, name, point_key } = await world.#host({ command: 'status' })
    world.#localPoint = { address: String(address), pointId: String(point_id), pointName: String(name), pointKey: String(point_key) } as LocalPoint
    world.#core = await world.#newCore()
    const identity = world.core.main.said.find((said) => said.kind === 'identity')
    if (identity?.kind !== 'identity') throw new Error('The core did not say who it is')
    const { consoleId, consoleName, consoleKey, logOrigin } = identity
    const enrolled = await world.#host({
      command: 'enrol', console: { console_id: consoleId, name: consoleName, key: consoleKey }, reviewer_key: world.reviewer.publicKey.x, log_origin: logOrigin,
      person: { iss: 'host:test', sub: 'rona', name: 'Rona Reviewer' }, roles: ['approver', 'killer', 'admin'],
    })
    if (enrolled['ok'] !== true) throw new Error(JSON.stringify(enrolled))
    await world.attach()
    return world
  }

  get core(): CoreProcess {
    if (this.#core === null) throw new Error('There is no core')
    return this.#core
  }

  get point(): PointProcess {
    if (this.#point === null) throw new Error('There is no point')
    return this.#point
  }

  agentId(n: number): string {
    return agentIdOf(n)
  }

  async startCore(): Promise<void> {
    this.#core = await this.#newCore()
  }

  async startPoint(): Promise<void> {
    this.#point = await PointProcess.start(this.#config, this.#programs)
  }

  /** Kills one end and starts it again on its folder. */
  restart(which: 'core' | 'point'): Promise<void> {
    this.kills++
    this.ready = this.#restarted(which)
    return this.ready
  }

  async #restarted(which: 'core' | 'point'): Promise<void> {
    await this[which].mortal.kill()
    if (which === 'core') await this.startCore()
    else await this.startPoint()
    await this.attach()
  }

  /** Ends the point, keeps a copy of its folder as it is then, and starts it again. */
  async copyPoint(): Promise<void> {
    await this.point.mortal.kill()
    cpSync(this.#pointFolder, this.#copy, { recursive: true, filter: isKept })
    await this.startPoint()
    await this.attach()
  }

  /** Ends the point and puts the copy in the place of its folder: what happened there since never happened for it. */
  async putPointBack(): Promise<void> {
    await this.point.mortal.kill()
    rmSync(this.#pointFolder, { recursive: true })
    cpSync(this.#copy, this.#pointFolder, { recursive: true })
    await this.startPoint()
    await this.attach()
  }

  /** Lets the console call the point at once, however often it failed before. */
  async attach(): Promise<void> {
    // A call that was on its way while nobody listened yet fails once more, and is asked for again.
    for (let link: string | undefined; link !== 'attached'; link = await this.core.linkDone()) await this.core.main.ask('core.retryLinks')
  }

  /** A real client behind the shim, as agent number n. */
  async agent(n: number): Promise<CrashAgent> {
    const agent = await CrashAgent.connect(this.#socket, credentialOf(n))
    this.#agents.push(agent)
    return agent
  }

  /** A client behind the shim that writes its own text, as agent number n. */
  rawAgent(n: number): RawAgent {
    const agent = new RawAgent(this.#socket, credentialOf(n))
    this.#agents.push(agent)
    return agent
  }

  /** A call that nobody has made before, and the card that asks about it. One at a time. */
  async hold(agent: CrashAgent): Promise<HeldCall> {
    const known = new Set(Object.keys(this.core.rows.inbox))
    const marker = this.newMarker()
    const answer = agent.call(marker)
    const row = await this.core.mortal.until(() => Object.values(this.core.rows.inbox).find(({ challengeId, end }) => end === null && !known.has(challengeId)))
    return { row, marker, answer }
  }

  newMarker(): string {
    return `call-${++this.#markers}`
  }

  async end(): Promise<void> {
    for (const agent of this.#agents) await agent.close()
    await this.#core?.mortal.kill()
    await this.#point?.mortal.kill()
    rmSync(this.base, { recursive: true, force: true })
  }

  #newCore(): Promise<CoreProcess> {
    if (this.#localPoint === null) throw new Error('The point has not said who it is')
    return CoreProcess.start({ folder: this.consoleFolder, programs: this.#programs, reviewer: this.reviewer, localPoint: this.#localPoint, told: this.told })
  }

  #host(command: HostQuestion['command']) {
    return askHost({ path: hostSocketPath(this.#socket), configFile: this.#config, command })
  }
}
