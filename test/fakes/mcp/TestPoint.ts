import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ProxySession, startServer, streamFace, systemClock, type ServerProcess, type SessionReport } from '../../../gateway/mcp/index.ts'
import { readCredential } from '../../../gateway/stdio/index.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { root } from '../../architecture/sources.ts'
import { ScriptedJudge } from './ScriptedJudge.ts'

export interface TestPointOptions {
  readonly progressEveryMs?: number
  /** What to run behind each connection, given the scratch folder; the real file server where nothing is said. */
  readonly server?: (folder: string) => readonly string[]
}

const FILE_SERVER = join(root, 'node_modules', '@modelcontextprotocol', 'server-filesystem', 'dist', 'index.js')

/** A point of the least kind: listens on a local socket, and puts a session and a tool server of its own behind each caller. */
export class TestPoint {
  readonly judge = new ScriptedJudge()
  readonly reports: SessionReport[] = []
  readonly credentials: string[] = []
  readonly exits: string[] = []
  readonly #base = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-mcp-')))
  readonly folder = realpathSync(mkdtempSync(join(this.#base, 'files-')))
  readonly socketPath = join(this.#base, 'point')
  readonly #options: TestPointOptions
  readonly #listener: Server
  readonly #servers: ServerProcess[] = []
  readonly #sockets: Socket[] = []

  private constructor(options: TestPointOptions) {
    this.#options = options
    this.#listener = createServer((socket) => {
      this.#sockets.push(socket)
      void this.#accept(streamFace(socket, socket))
    })
  }

  static async open(options: TestPointOptions = {}): Promise<TestPoint> {
    const point = new TestPoint(options)
    await new Promise<void>((resolve) => point.#listener.listen(point.socketPath, resolve))
    return point
  }

  async #accept(connection: ReturnType<typeof streamFace>): Promise<void> {
    const read = await readCredential(connection, systemClock)
    if (read === null) return
    this.credentials.push(new TextDecoder().decode(read.credential))
    const [command = process.execPath, ...args] = this.#options.server?.(this.folder) ?? [process.execPath, FILE_SERVER, this.folder]
    const server = startServer(
      { command, args, cwd: this.folder, inherit: ['PATH'], env: {} },
      { env: process.env, clock: systemClock, onErrorLine: () => {}, onExit: (how) => this.exits.push(how) },
    )
    this.#servers.push(server)
    const { progressEveryMs } = this.#options
    const session = new ProxySession({
      serverId: 'files',
      client: read.face,
      server: server.face,
      judge: this.judge,
      hash: hashBytes,
      clock: systemClock,
      onReport: (report) => this.reports.push(report),
      ...(progressEveryMs === undefined ? {} : { progressEveryMs }),
    })
    session.start()
    read.face.onEnd(() => server.stop())
  }

  /** The process ids of the tool servers, for tests that end one. */
  get serverPids(): readonly number[] {
    return this.#servers.flatMap(({ pid }) => (pid === undefined ? [] : [pid]))
  }

  /** Breaks every connection off, as a point that crashes would. */
  dropConnections(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  close(): void {
    this.dropConnections()
    for (const server of this.#servers) server.stop()
    this.#listener.close()
    rmSync(this.#base, { recursive: true, force: true })
  }
}
