import { chmodSync, mkdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { dirname } from 'node:path'

/** The longest path that a local socket can have on the systems we run on. */
const MAX_PATH_BYTES = 103

/**
 * Listens on a local socket that only this account can reach. The caller holds the journal, so a socket that lies there
 * belongs to a point that is gone.
 * @throws with a sentence where the path is too long, or the system's error where nobody can listen there
 */
export async function listenLocally(path: string, onConnection: (socket: Socket) => void): Promise<Server> {
  if (Buffer.byteLength(path) > MAX_PATH_BYTES) throw new Error(`${path} is too long for a local socket: ${MAX_PATH_BYTES} bytes are possible. Put the configuration into a folder nearer to the root.`)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
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
