import { spawn, type ChildProcess } from 'node:child_process'
import { utilityProcess } from 'electron'
import type { CoreProcess } from './CoreProcess.ts'

/** Node-API 10 is what the core's database module is built for. */
const NEEDED_NODE_API = 10

/** What a Node child inherits of main's environment: where files are kept, and nothing that could change how Node runs. */
const INHERITED = ['HOME', 'LANG', 'LC_ALL', 'TZ', 'XDG_CONFIG_HOME', 'XDG_RUNTIME_DIR', 'TMPDIR']

export interface SpawnCoreOptions {
  /** The core's bundle; the same for both hosts. */
  readonly script: string
  /** The Node that came with the packages, for runtimes that are too old to hold the core. */
  readonly node: string
  /** Forces the Node child, so that this path can be tested on a runtime that would not need it. */
  readonly forceNodeChild: boolean
}

/** Starts the core in a utility process where this runtime can hold it, else in a child of the Node that came along. */
export function spawnCore({ script, node, forceNodeChild }: SpawnCoreOptions): CoreProcess {
  const canHold = Number(process.versions['napi'] ?? 0) >= NEEDED_NODE_API
  return canHold && !forceNodeChild ? inUtilityProcess(script) : inNodeChild(node, script)
}

function inUtilityProcess(script: string): CoreProcess {
  const child = utilityProcess.fork(script, [], { serviceName: 'Countersign core', stdio: 'inherit', env: inheritedEnvironment() })
  return {
    host: 'utility process',
    send: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('exit', (code) => listener(`ended with code ${code}`)),
    kill: () => void child.kill(),
  }
}

function inNodeChild(node: string, script: string): CoreProcess {
  const child = spawn(node, [script], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced', env: inheritedEnvironment() })
  // Sending to a child that has just ended is no fault of the sender: its end is reported by onEnd.
  child.on('error', () => {})
  return {
    host: 'node child',
    send: (message) => void (child.connected && child.send(message as object, () => {})),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => reportEndOnce(child, listener),
    kill: () => void child.kill('SIGKILL'),
  }
}

/** A child that could not be started reports `error` and never `exit`. */
function reportEndOnce(child: ChildProcess, listener: (how: string) => void): void {
  let isReported = false
  const report = (how: string) => {
    if (!isReported) listener(how)
    isReported = true
  }
  child.once('exit', (code, signal) => report(signal === null ? `ended with code ${code}` : `was ended by ${signal}`))
  child.once('error', (fault) => child.pid === undefined && report(`could not be started (${fault.message})`))
}

function inheritedEnvironment(): Record<string, string> {
  return Object.fromEntries(INHERITED.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])))
}
