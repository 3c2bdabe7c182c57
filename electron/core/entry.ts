// The only file of the core that knows which process it runs in: a utility process of Electron, or a child of Node.

import { randomBytes } from 'node:crypto'
import { toId } from '../../shared/domain/index.ts'
import { encodeBytes } from '../../shared/evidence/index.ts'
import { uuidV7 } from '../../shared/util/uuidV7.ts'
import { startCore, type Connection } from './core.ts'
import { realRooms } from './wiring/parts.ts'

/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): void
}

const port = (process as NodeJS.Process & { parentPort?: ParentPort }).parentPort
startCore(port === undefined ? toParentProcess() : toUtilityHost(port), { pid: process.pid, node: process.versions.node }, {
  ...realRooms,
  // Asked for, and so no crash: main starts another core after every end.
  restart: () => process.exit(0),
  report: (where, fault) => void process.stderr.write(`core: ${where} failed: ${fault instanceof Error ? fault.stack : String(fault)}\n`),
  newId: (kind) => toId(kind, uuidV7(Date.now(), new Uint8Array(randomBytes(10)))),
  newNonce: () => encodeBytes(new Uint8Array(randomBytes(32)), 'base64url'),
  surroundings: {
    now: Date.now,
    random: Math.random,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms)
      return () => clearTimeout(timer)
    },
  },
})

function toUtilityHost(parent: ParentPort): Connection {
  return {
    send: (message) => parent.postMessage(message),
    receive: (listener) => parent.on('message', ({ data }) => listener(data)),
  }
}

function toParentProcess(): Connection {
  // A core without its main has nobody to show anything to and nobody who could sign: it ends with it.
  process.on('disconnect', () => process.exit(0))
  return {
    send: (message) => void process.send?.(message),
    receive: (listener) => process.on('message', listener),
  }
}
