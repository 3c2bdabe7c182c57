import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from '@playwright/test'
import { connectAgent, type Sdk, type TestAgent } from './agent.ts'
import { GATEWAY, GatewayCommand, runGateway } from './gatewayCommand.ts'
import { changePointFiles, type PointTerms } from './pointFiles.ts'
import { appFolder } from './surroundings.ts'

const FILE_SERVER = join(appFolder, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')

/** Who a point is, as a console is told of it. */
export interface PointFacts {
  readonly address: string
  readonly pointId: string
  readonly pointName: string
  readonly pointKey: string
}

/** A real point in front of a real file server, in a folder of its own. */
export class RealPoint {
  readonly base: string
  readonly files: string
  readonly config: string
  #child: ChildProcess | null = null
  #facts: PointFacts | null = null
  readonly #agents: TestAgent[] = []
  said = ''

  private constructor(base: string) {
    this.base = base
    this.files = join(base, 'files')
    this.config = join(base, 'point', 'point.json')
  }

  /** Lays everything out and starts it. */
  static async open(terms: PointTerms = {}): Promise<RealPoint> {
    const point = new RealPoint(realpathSync(mkdtempSync(join(tmpdir(), 'countersign-point-'))))
    mkdirSync(point.files)
    writeFileSync(join(point.base, 'client.json'), JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [FILE_SERVER, point.files], cwd: point.files } } }))
    const { code, said } = await runGateway(['init', '--from', join(point.base, 'client.json'), '--out', point.config, '--agent', 'scribe', '--owner', 'https://id.example', 'mara', 'Mara Lindqvist'])
    if (code !== 0) throw new Error(said)
    changePointFiles(point.config, terms)
    await point.start()
    return point
  }

  /** Who it is. It was asked when it started, so that a frozen one can be named too. */
  get facts(): PointFacts {
    if (this.#facts === null) throw new Error('The point has never been started')
    return this.#facts
  }

  /** Starts the point, again after a `kill`. Resolves when consoles may come. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [GATEWAY, 'run', '--config', this.config], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#child = child
    const from = this.said.length
    await new Promise<void>((resolve, reject) => {
      child.stderr.on('data', (text) => {
        this.said += String(text)
        if (this.said.slice(from).includes('listens for consoles')) resolve()
      })
      child.once('exit', () => reject(new Error(this.said)))
    })
    const status = await this.ask({ command: 'status' })
    this.#facts = { address: String(status['address']), pointId: String(status['point_id']), pointName: String(status['name']), pointKey: String(status['point_key']) }
  }

  /** Ends the point without a word of warning. */
  async kill(): Promise<void> {
    await end(this.#child, 'SIGKILL')
  }

  /** Stops the process without ending it: its sockets stay open and say nothing. */
  freeze(isFrozen: boolean): void {
    this.#child?.kill(isFrozen ? 'SIGSTOP' : 'SIGCONT')
  }

  /** Asks the point as its host. */
  async ask(command: Record<string, unknown>): Promise<Record<string, unknown>> {
    const socket = connectSocket(join(this.base, 'point', 'point.host.sock'))
    await once(socket, 'connect')
    try {
      socket.write(`${JSON.stringify(command)}\n`)
      for await (const line of createInterface({ input: socket })) return JSON.parse(line) as Record<string, unknown>
      throw new Error('The point gave no answer')
    } finally {
      socket.destroy()
    }
  }

  /** Lets the console of a user folder in, as `npm start` does for its own, once it has said that its key is this one. */
  async enrol(userFolder: string, kid: string, roles: readonly string[] = ['approver', 'killer', 'admin'], person = { iss: 'host:test', sub: 'reviewer', name: 'Rona Reviewer' }): Promise<void> {
    const file = join(userFolder, 'identity.json')
    const read = () => JSON.parse(readFileSync(file, 'utf8')) as { consoleId: string; consoleName: string; consoleKey: string; logOrigin: string; reviewerKey: { kid: string; x: string } }
    await expect.poll(() => (existsSync(file) ? read().reviewerKey.kid : null)).toBe(kid)
    const identity = read()
    const answer = await this.ask({
      command: 'enrol', console: { console_id: identity.consoleId, name: identity.consoleName, key: identity.consoleKey }, reviewer_key: identity.reviewerKey.x,
      log_origin: identity.logOrigin, person, roles,
    })
    expect(answer).toMatchObject({ ok: true })
  }

  /** `countersign-gateway pair` in a terminal of this host. */
  pair(): GatewayCommand {
    return new GatewayCommand(['pair', '--config', this.config, '--person', 'https://id.example', 'rona', 'Rona Reviewer', '--role', 'approver,killer'])
  }

  /** Connects an agent that the point knows, as its client calls itself. */
  async agent(name = 'scribe', saysName = name, sdk: Sdk = 'sdk 1.32'): Promise<TestAgent> {
    const agent = await connectAgent(this.config, name, saysName, sdk)
    this.#agents.push(agent)
    return agent
  }

  write(name: string, text: string): string {
    writeFileSync(join(this.files, name), text)
    return join(this.files, name)
  }

  read(name: string): string {
    return readFileSync(join(this.files, name), 'utf8')
  }

  async close(): Promise<void> {
    this.freeze(false)
    for (const agent of this.#agents) await agent.close()
    await end(this.#child, 'SIGTERM')
    rmSync(this.base, { recursive: true, force: true })
  }
}

async function end(child: ChildProcess | null, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}
