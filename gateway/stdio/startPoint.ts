import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { ByteFace } from '../mcp/index.ts'

export interface PointStart {
  /** The file of this program. */
  readonly program: string
  readonly configFile: string
  /** Rejects where nobody listens. */
  readonly connect: () => Promise<ByteFace>
}

const LOOK_EVERY_MS = 50
/** How long after our point ended somebody else's may still take until it listens. By chance, so that not all try again together. */
const othersMs = () => 1_000 + Math.random() * 2_000
/** Several callers who start a point of the same journal at once can hinder each other; one of them wins in the end. */
const MOST_STARTS = 3

/**
 * Starts the point as a process of its own, which outlives the client that needed it first. Where several callers do so
 * at once, the journal lets one of the points live, and all connect to that one.
 * @returns when somebody listens
 * @throws with a sentence where the point ended instead
 */
export async function startPoint({ program, configFile, connect }: PointStart): Promise<void> {
  for (let starts = 0; starts < MOST_STARTS; starts++) {
    const child = launch(program, configFile)
    while (!hasEnded(child)) {
      if (await isListening(connect)) return
      await wait(LOOK_EVERY_MS)
    }
    // It ended by itself: another one has the journal and will listen soon, or something is wrong and its log says what.
    for (const until = performance.now() + othersMs(); performance.now() < until; await wait(LOOK_EVERY_MS)) {
      if (await isListening(connect)) return
    }
  }
  throw new Error(`it ended by itself, and ${logFile(configFile)} says why`)
}

async function isListening(connect: () => Promise<ByteFace>): Promise<boolean> {
  try {
    const face = await connect()
    face.end()
    return true
  } catch {
    return false
  }
}

/** In a group of its own, with a log instead of a terminal, so that nothing that ends the client ends the point. */
function launch(program: string, configFile: string): ChildProcess {
  const log = openSync(logFile(configFile), 'a', 0o600)
  try {
    const child = spawn(process.execPath, [program, 'run', '--config', configFile], { detached: true, stdio: ['ignore', 'ignore', log] })
    child.on('error', () => {})
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

const hasEnded = (child: ChildProcess) => child.pid === undefined || child.exitCode !== null || child.signalCode !== null
const logFile = (configFile: string) => `${configFile.replace(/\.json$/, '')}.log`
