// The floor of an allowed call: the same shim, the same local socket, the same tool server, and between them a process
// that copies bytes and makes one commit with full synchronisation for each call, because a record of it is asked for.
// Takes the path of the socket, of a database, and the server's command as JSON.

import { rmSync } from 'node:fs'
import { createServer } from 'node:net'
import Database from 'better-sqlite3'
import { startServer, streamFace, systemClock, type ServerCommand } from '../../../gateway/mcp/index.ts'
import { readCredential } from '../../../gateway/stdio/index.ts'

const [socketPath = '', databasePath = '', commandText = ''] = process.argv.slice(2)
const command = JSON.parse(commandText) as ServerCommand
const NEWLINE = 0x0a

const database = new Database(databasePath)
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec('CREATE TABLE call (n INTEGER PRIMARY KEY, frame BLOB NOT NULL) STRICT')
const insert = database.prepare('INSERT INTO call (frame) VALUES (?)')

rmSync(socketPath, { force: true })
const server = createServer(async (socket) => {
  const read = await readCredential(streamFace(socket, socket), systemClock)
  if (read === null) return
  const upstream = startServer(command, { env: process.env, clock: systemClock, onErrorLine: () => {}, onExit: () => socket.destroy() })
  read.face.onBytes((bytes) => {
    if (bytes.includes(NEWLINE)) insert.run(bytes)
    upstream.face.write(bytes)
  })
  upstream.face.onBytes((bytes) => read.face.write(bytes))
  read.face.onEnd(() => upstream.stop())
})
server.listen(socketPath, () => process.stderr.write('listens on its socket\n'))
process.once('SIGTERM', () => process.exit(0))
