import { rmSync } from 'node:fs'
import type { Server, Socket } from 'node:net'
import type { AgentConfig, PointConfig, ServerConfig } from '../config/index.ts'
import { listenLocally } from '../host/index.ts'
import { streamFace, systemClock, type ByteFace } from '../mcp/index.ts'
import { readCredential } from '../stdio/index.ts'
import type { Fact } from './Facts.ts'
import { agentOfCredential } from './identity.ts'

export interface AgentListenerParts {
  readonly config: PointConfig
  readonly log: (line: string) => void
  readonly note: (sentence: string, fact: Fact) => void
  readonly onAgent: (agent: AgentConfig, server: ServerConfig, face: ByteFace) => void
}

/** How many callers may be asked who they are at the same time. More are turned away at once. */
const MAX_UNKNOWN = 64
const LAST_WORDS_MS = 1_000

/** The local socket that agents come in by. Whoever has no launch credential of a registered agent is turned away. */
export class AgentListener {
  readonly #path: string
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(path: string, server: Server, sockets: Set<Socket>) {
    this.#path = path
    this.#server = server
    this.#sockets = sockets
  }

  static async listen(parts: AgentListenerParts): Promise<AgentListener> {
    const path = parts.config.socket
    const sockets = new Set<Socket>()
    let unknown = 0
    const server = await listenLocally(path, (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      if (unknown >= MAX_UNKNOWN) return void socket.destroy()
      unknown++
      accept(parts, streamFace(socket, socket))
        .catch((fault: unknown) => {
          parts.log(`A connection failed: ${String(fault)}`)
          socket.destroy()
        })
        .finally(() => unknown--)
    })
    return new AgentListener(path, server, sockets)
  }

  /** Takes nobody in any more; the connections that are there stay until their sessions end. */
  stop(): void {
    this.#server.close()
    rmSync(this.#path, { force: true })
  }

  /** Lets what was written last arrive, but waits for nobody who does not read. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) {
      socket.destroySoon()
      systemClock.after(LAST_WORDS_MS, () => socket.destroy())
    }
    await Promise.all([...this.#sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
  }
}

async function accept({ config, note, onAgent }: AgentListenerParts, connection: ByteFace): Promise<void> {
  const read = await readCredential(connection, systemClock)
  if (read === null) return
  const agent = agentOfCredential(config.agents, read.credential)
  const server = config.servers.find(({ server_id }) => server_id === agent?.server)
  if (agent === undefined || server === undefined) {
    note('A caller showed a launch credential that no agent has; it was turned away.', { what: 'agent_unknown', code: 'unauthenticated' })
    return read.face.cut()
  }
  onAgent(agent, server, read.face)
}
