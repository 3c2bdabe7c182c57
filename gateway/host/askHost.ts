import { connect, type Socket } from 'node:net'
import { parseJson, toJsonValue, type JsonObject } from '../../shared/json/index.ts'
import type { WrittenCommand } from './commands.ts'
import { LineReader } from './LineReader.ts'

/** How long an answer of the point may be: its status tells of every session, agent and stop. */
const MOST_ANSWER_BYTES = 64 * 1_048_576

/** There is no point to order anything of. */
export class NoPointFault extends Error {
  constructor(configFile: string) {
    super(`No point runs on ${configFile}. Start it with: countersign-gateway run --config ${configFile}`)
    this.name = 'NoPointFault'
  }
}

export interface HostQuestion {
  readonly path: string
  /** For the sentence where nobody listens. */
  readonly configFile: string
  readonly command: WrittenCommand
  /** News on the way to the answer; what it settles with goes back to the point, null is nothing. */
  readonly onNews?: (news: JsonObject) => Promise<JsonObject | null>
}

/**
 * Gives a running point an order and waits for its answer, the line that has `ok`.
 * @throws {NoPointFault} where none runs there, an Error with a sentence where it ended without an answer
 */
export async function askHost({ path, configFile, command, onNews }: HostQuestion): Promise<JsonObject> {
  const socket = await connected(path, configFile)
  let fault: unknown = null
  try {
    const lines = new LineReader(socket, MOST_ANSWER_BYTES)
    socket.write(`${JSON.stringify(command)}\n`)
    for (let line = await lines.next(); line !== null; line = await lines.next()) {
      // Our own point wrote it: what is no object is a mistake of ours.
      const said = toJsonValue(parseJson(line)) as JsonObject
      if (said['ok'] !== undefined) return said
      // A person who is asked may take their time; what comes meanwhile, the end of it all too, does not wait for them.
      void onNews?.(said).then(
        (reply) => reply !== null && !socket.destroyed && socket.write(`${JSON.stringify(reply)}\n`),
        (why: unknown) => {
          fault = why
          socket.destroy()
        },
      )
    }
    if (lines.isTooLong) throw new Error('The point answered more than this command can take. It runs on.')
    throw fault ?? new Error('The point ended before it had answered. Look at its log.')
  } finally {
    socket.destroy()
  }
}

function connected(path: string, configFile: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (fault: NodeJS.ErrnoException) => reject(fault.code === 'ENOENT' || fault.code === 'ECONNREFUSED' ? new NoPointFault(configFile) : fault))
  })
}
