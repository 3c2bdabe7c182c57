// What it costs at least to turn a frame into a line at a tool server: a bare WebSocket server that verifies a signature
// where it was given a key, makes so many commits with full synchronisation, and writes a line into a child's pipe. What
// the child answers goes to standard output. Takes the path of a database, how many commits, and the key's x or "none".

import { spawn } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import Database from 'better-sqlite3'
import { WebSocketServer } from 'ws'

const [databasePath = '', commits = '1', x = 'none', childScript = ''] = process.argv.slice(2)
const key = x === 'none' ? null : createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })

const database = new Database(databasePath)
database.pragma('locking_mode = EXCLUSIVE')
database.pragma('journal_mode = WAL')
database.pragma('synchronous = FULL')
database.exec('CREATE TABLE frame (n INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT')
const insert = database.prepare('INSERT INTO frame (bytes) VALUES (?)')

const child = spawn(process.execPath, [childScript], { stdio: ['pipe', 'pipe', 'inherit'] })
child.stdout.pipe(process.stdout)

let calls = 0
const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
server.on('connection', (socket) => socket.on('message', (data: Buffer) => {
  if (key !== null) mustBeSigned(data)
  for (let n = 0; n < Number(commits); n++) insert.run(data)
  child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: ++calls, method: 'tools/call' })}\n`)
}))
server.on('listening', () => process.stderr.write(`listens on ${(server.address() as AddressInfo).port}\n`))
process.once('SIGTERM', () => {
  child.kill()
  process.exit(0)
})

function mustBeSigned(data: Buffer): void {
  const { payload, signature } = JSON.parse(data.toString('utf8')) as { payload: string; signature: string }
  if (key === null || !verify(null, Buffer.from(payload, 'base64'), key, Buffer.from(signature, 'base64'))) throw new Error('The signature is not good')
}
