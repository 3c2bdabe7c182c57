import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askHost } from '../../scripts/demo/hostSocket.mjs'
import type { AtEnd } from './measure.ts'
import { GATEWAY, STAMPING_SERVER } from './places.ts'
import { ranToEnd, started } from './processes.ts'
import { startRawClient, type RawClient } from './rawClient.ts'

/** What the point's host must be told of a console and its reviewer to let them in. */
export interface Enrolment {
  readonly console: { readonly console_id: string; readonly name: string; readonly key: string }
  readonly reviewer_key: string
  readonly log_origin: string
  readonly person: { readonly iss: string; readonly sub: string; readonly name: string }
}

/** What a console must be told to find the point. */
export interface PointFacts {
  readonly address: string
  readonly pointId: string
  readonly pointName: string
  readonly pointKey: string
}

/**
 * The built point with the policy that `init` writes, in front of a tool server that says when it read a call. Every call
 * that it is asked for wants to write a new file with the name of a secret: Medium, and one press approves it.
 */
export class BenchPoint {
  readonly #base: string
  readonly #client: RawClient
  #calls = 0

  private constructor(base: string, client: RawClient) {
    this.#base = base
    this.#client = client
  }

  static async open(atEnd: AtEnd): Promise<BenchPoint> {
    const base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-bench-')))
    atEnd(() => rmSync(base, { recursive: true, force: true }))
    const files = join(base, 'files')
    const config = join(base, 'point', 'point.json')
    mkdirSync(files)
    writeFileSync(join(base, 'client.json'), JSON.stringify({ mcpServers: { files: { command: process.execPath, args: [STAMPING_SERVER, files], cwd: files } } }))
    await initialised(base, config)
    await started(atEnd, [GATEWAY, 'run', '--config', config], 'listens for consoles')
    const client = await startRawClient(process.execPath, [GATEWAY, 'stdio', '--agent', 'bench', '--config', config])
    atEnd(client.close)
    await client.ask('tools/list', {})
    return new BenchPoint(base, client)
  }

  /** A call that a person is asked about. Resolves with what the server answered once it has run. */
  call(): Promise<unknown> {
    const path = join(this.#base, 'files', `${++this.#calls}.env`)
    return this.#client.ask('tools/call', { name: 'write_file', arguments: { path, content: `TOKEN=${this.#calls}\n` } })
  }

  async facts(): Promise<PointFacts> {
    const status = await this.#ask({ command: 'status' })
    return { address: status.address, pointId: status.point_id, pointName: status.name, pointKey: status.point_key }
  }

  async enrol(enrolment: Enrolment): Promise<void> {
    const answer = await this.#ask({ command: 'enrol', ...enrolment, roles: ['approver', 'killer', 'admin'] })
    if (answer.ok !== true) throw new Error(`The point did not take the console: ${JSON.stringify(answer)}`)
  }

  #ask(command: Record<string, unknown>) {
    return askHost(join(this.#base, 'point', 'point.host.sock'), command)
  }
}

/** Lets the point's own command write a configuration for the servers in `client.json`, with the agent `bench`. */
export function initialised(base: string, config: string): Promise<void> {
  return ranToEnd([GATEWAY, 'init', '--from', join(base, 'client.json'), '--out', config, '--agent', 'bench', '--owner', 'https://id.example', 'mara', 'Mara Lindqvist'])
}
