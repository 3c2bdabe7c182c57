import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'

/** The longest path that a local socket can have on the systems we run on. */
const MAX_PATH_BYTES = 103

/** Why a local socket cannot have this path, in a sentence, or null where it can. */
export function faultOfPath(path: string): string | null {
  if (Buffer.byteLength(path) <= MAX_PATH_BYTES) return null
  return `${path} is too long for a local socket: ${MAX_PATH_BYTES} bytes are possible. Put the configuration into a folder nearer to the root.`
}

/**
 * Listens on a local socket that only this account can reach. A socket that lies there and that nobody answers on is what
 * a point that died has left.
 * @throws with a sentence where the path is too long or somebody listens there, or the system's error where nobody can
 */
export async function listenLocally(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  const fault = faultOfPath(path)
  if (fault !== null) throw new Error(fault)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (await isListenedOn(path)) throw new Error(`Another point listens on ${path}. Give this one a socket of its own.`)
  rmSync(path, { force: true })
  const server = createServer(onConnection)
  // The socket is never there with wider rights, not even for a moment.
  const umask = process.umask(0o177)
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(path, resolve)
    })
  } finally {
    process.umask(umask)
  }
  chmodSync(path, 0o600)
  return server
}

function isListenedOn(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    const answer = (isListened: boolean) => {
      socket.destroy()
      resolve(isListened)
    }
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}
