import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import Database from 'better-sqlite3'
import { askHost, type HostQuestion } from '../../../gateway/host/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { root } from '../../architecture/sources.ts'
import { Spoken } from './Spoken.ts'

export const GATEWAY = join(root, 'out', 'gateway', 'gateway.cjs')
const FILE_SERVER = join(root, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')

/** Everything that a client made of a call. */
export interface Answer {
  readonly isError: boolean
  readonly text: string
  readonly denial: { readonly reason?: string; readonly challenge_id?: string } | undefined
}

/** A point's configuration in a folder of its own, the built gateway, real clients, and a real file server behind it. */
export class GatewayRig {
  readonly base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-gateway-')))
  readonly files = join(this.base, 'files')
  readonly config = join(this.base, 'point', 'point.json')
  readonly #points: ChildProcess[] = []
  readonly #clients: Client[] = []

  static async make(): Promise<GatewayRig> {
    const rig = new GatewayRig()
    mkdirSync(rig.files)
    writeFileSync(join(rig.base, 'client.json'), JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [FILE_SERVER, rig.files], cwd: rig.files } } }))
    const { code, said } = await rig.command('init', '--from', join(rig.base, 'client.json'), '--out', rig.config, '--agent', 'scribe', '--owner', 'https://id.example', 'mara', 'Mara Lindqvist')
    if (code !== 0) throw new Error(said)
    return rig
  }

  async end(): Promise<void> {
    for (const client of this.#clients.splice(0)) await client.close()
    for (const point of this.#points.splice(0)) {
      point.kill('SIGTERM')
      if (point.exitCode === null && point.signalCode === null) await once(point, 'exit')
    }
    rmSync(this.base, { recursive: true, force: true })
  }

  /** Runs a command of the gateway to its end. */
  async command(...args: readonly string[]): Promise<{ readonly code: number | null; readonly said: string }> {
    const child = spawn(process.execPath, [GATEWAY, ...args])
    child.stdin.end()
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += text))
    const [code] = await once(child, 'close')
    return { code: code as number | null, said }
  }

  /** Starts a command that a person answers, as in a terminal. */
  open(...args: readonly string[]) {
    const child = spawn(process.execPath, [GATEWAY, ...args])
    const said = new Spoken(child)
    return {
      leave: () => void child.kill('SIGINT'),
      type: (text: string) => void child.stdin.write(text),
      until: (sign: RegExp) => said.until(sign),
      ended: once(child, 'close').then(([code]) => code as number | null),
    }
  }

  changePolicy(change: (text: string) => string): void {
    const file = join(this.base, 'point', 'point.cedar')
    writeFileSync(file, change(readFileSync(file, 'utf8')))
  }

  changeConfig(change: (config: Record<string, unknown>) => void): void {
    const config = JSON.parse(readFileSync(this.config, 'utf8')) as Record<string, unknown>
    change(config)
    writeFileSync(this.config, JSON.stringify(config))
  }

  /** Starts the point and waits until it listens. Everything it says is collected. */
  async run(): Promise<{ readonly child: ChildProcess; readonly said: Spoken }> {
    const child = spawn(process.execPath, [GATEWAY, 'run', '--config', this.config], { stdio: ['ignore', 'ignore', 'pipe'] })
    this.#points.push(child)
    const said = new Spoken(child)
    await said.until('listens for consoles')
    return { child, said }
  }

  async connect(agent = 'scribe', env: Record<string, string> = {}): Promise<Client> {
    const client = new Client({ name: 'agent', version: '1.0.0' })
    await client.connect(new StdioClientTransport({ command: process.execPath, args: [GATEWAY, 'stdio', '--agent', agent, '--config', this.config], stderr: 'ignore', env: { PATH: process.env['PATH'] ?? '', ...env } }))
    this.#clients.push(client)
    return client
  }

  async call(client: Client, name: string, args: Record<string, unknown>, signal?: AbortSignal): Promise<Answer> {
    const result = await client.callTool({ name, arguments: args }, undefined, signal === undefined ? {} : { signal })
    return { isError: result.isError === true, text: (result.content as { text: string }[])[0]?.text ?? '', denial: result._meta?.['dev.countersign/denial'] as Answer['denial'] }
  }

  write(client: Client, name: string, content: string, signal?: AbortSignal): Promise<Answer> {
    return this.call(client, 'write_file', { path: join(this.files, name), content }, signal)
  }

  put(name: string, text: string): void {
    writeFileSync(join(this.files, name), text)
  }

  read(name: string): string {
    return readFileSync(join(this.files, name), 'utf8')
  }

  host(command: HostQuestion['command']): Promise<JsonObject> {
    return askHost({ path: join(this.base, 'point', 'point.host.sock'), configFile: this.config, command })
  }

  /** What stands in the journal of a point that has ended. */
  inJournal(sql: string): Record<string, unknown>[] {
    const db = new Database(join(this.base, 'point', 'point.sqlite'), { readonly: true })
    try {
      return db.prepare(sql).all() as Record<string, unknown>[]
    } finally {
      db.close()
    }
  }
}
