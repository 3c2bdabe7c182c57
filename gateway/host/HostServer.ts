import { rmSync } from 'node:fs'
import type { Server, Socket } from 'node:net'
import { printCanonicalJson, type JsonObject } from '../../shared/json/index.ts'
import { assertNever } from '../../shared/util/assertNever.ts'
import { readAnswer, readCommand, type HostCommand } from './commands.ts'
import { LineReader } from './LineReader.ts'
import { listenLocally } from './listenLocally.ts'
import type { HostActs, PairingNews } from './ports.ts'

export interface HostServerParts {
  readonly path: string
  readonly acts: HostActs
  readonly after: (ms: number, callback: () => void) => () => void
  readonly log: (line: string) => void
}

/** How long a caller may take to say what it wants. */
const ORDER_LIMIT_MS = 5_000
/** How long an order may be, and with it whatever is said to the point. */
const MOST_ORDER_BYTES = 65_536

/**
 * Takes orders of whoever owns the point's account on this host, one for each connection, over a local socket that only
 * that account can reach: one JSON object in a line each way, the last one with `ok`. It is how the commands of the
 * gateway reach the running point, which alone holds the journal.
 */
export class HostServer {
  readonly #parts: HostServerParts
  readonly #server: Server
  readonly #sockets: Set<Socket>

  private constructor(parts: HostServerParts, server: Server, sockets: Set<Socket>) {
    this.#parts = parts
    this.#server = server
    this.#sockets = sockets
  }

  static async listen(parts: HostServerParts): Promise<HostServer> {
    const sockets = new Set<Socket>()
    const server = await listenLocally(parts.path, (socket) => {
      sockets.add(socket)
      socket.once('close', () => sockets.delete(socket))
      void serve(parts, socket)
    })
    return new HostServer(parts, server, sockets)
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
    rmSync(this.#parts.path, { force: true })
  }
}

async function serve({ acts, after, log }: HostServerParts, socket: Socket): Promise<void> {
  const lines = new LineReader(socket, MOST_ORDER_BYTES)
  const cancelLimit = after(ORDER_LIMIT_MS, () => socket.destroy())
  const line = await lines.next()
  cancelLimit()
  if (line === null) return
  const command = readCommand(line)
  try {
    const answer: JsonObject = typeof command === 'string' ? { ok: false, sentence: command } : { ...(await carryOut(acts, command, socket, lines)) }
    say(socket, answer)
  } catch (fault) {
    log(`An order of the host failed: ${fault instanceof Error ? (fault.stack ?? fault.message) : String(fault)}`)
    say(socket, { ok: false, sentence: 'The point failed while it did this. Its log says why.' })
  }
  socket.end()
}

async function carryOut(acts: HostActs, command: HostCommand, socket: Socket, lines: LineReader): Promise<JsonObject> {
  switch (command.command) {
    case 'status':
      return { ok: true, ...acts.status() }
    case 'recover':
      return { ...(await acts.recover()) }
    case 'unlock':
      return { ...(await acts.unlock(command.lock_id, command.reason)) }
    case 'log_accept':
      return { ...acts.acceptLog(command.console_id) }
    case 'enrol':
      return { ...acts.enrol({ console: command.console, reviewerKey: command.reviewer_key, logOrigin: command.log_origin, person: command.person, roles: command.roles }) }
    case 'pair':
      return { ...(await acts.pair({ person: command.person, roles: command.roles, tell: (news) => say(socket, { ...news }), ask: (news) => ask(socket, lines, news), left: new Promise((resolve) => socket.once('close', () => resolve())) })) }
    default:
      return assertNever(command)
  }
}

/** Whoever has left has said no. */
async function ask(socket: Socket, lines: LineReader, news: Extract<PairingNews, { news: 'words' }>): Promise<boolean> {
  say(socket, { ...news })
  const line = await lines.next()
  return line !== null && readAnswer(line)
}

function say(socket: Socket, value: JsonObject): void {
  if (socket.writable) socket.write(`${printCanonicalJson(value)}\n`)
}
