import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { connect as connectSocket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { expect } from '@playwright/test'
import { appFolder } from './surroundings.ts'

const GATEWAY = join(appFolder, 'out', 'gateway', 'gateway.cjs')
const FILE_SERVER = join(appFolder, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')
/** Longer than any challenge lives: the clock that ends one is the point's. */
const PATIENCE_MS = 1_200_000

/** What a call came to, as its agent reads it. */
export interface Answer {
  readonly isError: boolean
  readonly text: string
  readonly reason: string | undefined
}

/** A real MCP client behind the point. */
export interface TestAgent {
  call(tool: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<Answer>
  close(): Promise<void>
}

/** A real point in front of a real file server, in a folder of its own. */
export class RealPoint {
  readonly base: string
  readonly files: string
  readonly config: string
  #child: ChildProcess | null = null
  readonly #agents: TestAgent[] = []
  said = ''

  private constructor(base: string) {
    this.base = base
    this.files = join(base, 'files')
    this.config = join(base, 'point', 'point.json')
  }

  /** Lays everything out and starts it. `change` may alter the configuration before the start. */
  static async open(change: (config: Record<string, unknown>) => void = () => {}): Promise<RealPoint> {
    const point = new RealPoint(realpathSync(mkdtempSync(join(tmpdir(), 'countersign-point-'))))
    mkdirSync(point.files)
    writeFileSync(join(point.base, 'client.json'), JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [FILE_SERVER, point.files], cwd: point.files } } }))
    await runToEnd(['init', '--from', join(point.base, 'client.json'), '--out', point.config, '--agent', 'scribe', '--owner', 'https://id.example', 'mara', 'Mara Lindqvist'])
    const config = JSON.parse(readFileSync(point.config, 'utf8')) as Record<string, unknown>
    change(config)
    writeFileSync(point.config, JSON.stringify(config))
    await point.start()
    return point
  }

  get facts(): Promise<{ address: string; pointId: string; pointName: string; pointKey: string }> {
    return this.ask({ command: 'status' }).then((status) => ({ address: String(status['address']), pointId: String(status['point_id']), pointName: String(status['name']), pointKey: String(status['point_key']) }))
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
    const socket = connectSocket(join(this.base, 'point', 'host.sock'))
    await once(socket, 'connect')
    try {
      socket.write(`${JSON.stringify(command)}\n`)
      for await (const line of createInterface({ input: socket })) return JSON.parse(line) as Record<string, unknown>
      throw new Error('The point gave no answer')
    } finally {
      socket.destroy()
    }
  }

  /** Lets the console of a user folder in, as `npm start` does for its own. */
  async enrol(userFolder: string, roles: readonly string[] = ['approver', 'killer', 'admin'], person = { iss: 'host:test', sub: 'reviewer', name: 'Rona Reviewer' }): Promise<void> {
    const file = join(userFolder, 'identity.json')
    await expect.poll(() => existsSync(file)).toBe(true)
    const identity = JSON.parse(readFileSync(file, 'utf8')) as { consoleId: string; consoleName: string; consoleKey: string; logOrigin: string; reviewerKey: { x: string } }
    const answer = await this.ask({
      command: 'enrol', console: { console_id: identity.consoleId, name: identity.consoleName, key: identity.consoleKey }, reviewer_key: identity.reviewerKey.x,
      log_origin: identity.logOrigin, person, roles,
    })
    expect(answer).toMatchObject({ ok: true })
  }

  /** A command of `countersign-gateway` on this point's host, run to its end. */
  command(...args: readonly string[]): Promise<{ code: number; said: string }> {
    return runToEnd([...args, '--config', this.config], false)
  }

  async agent(name = 'scribe'): Promise<TestAgent> {
    const client = new Client({ name, version: '1.0.0' })
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [GATEWAY, 'stdio', '--agent', name, '--config', this.config], stderr: 'ignore' }))
    const agent: TestAgent = {
      call: async (tool, args, signal) => {
        const result = await client.callTool({ name: tool, arguments: args }, undefined, { timeout: PATIENCE_MS, ...(signal === undefined ? {} : { signal }) })
        const denial = result._meta?.['dev.countersign/denial'] as { reason?: string } | undefined
        return { isError: result.isError === true, text: (result.content as { text?: string }[]).map(({ text }) => text ?? '').join('\n'), reason: denial?.reason }
      },
      close: () => client.close(),
    }
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
    for (const agent of this.#agents) await agent.close()
    this.freeze(false)
    await end(this.#child, 'SIGTERM')
    rmSync(this.base, { recursive: true, force: true })
  }
}

async function runToEnd(args: readonly string[], mustBeWell = true): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [GATEWAY, ...args])
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as [number]
  if (mustBeWell && code !== 0) throw new Error(said)
  return { code, said }
}

async function end(child: ChildProcess | null, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child === null || child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, 'exit')
}
