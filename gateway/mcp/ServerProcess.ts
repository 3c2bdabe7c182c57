import { spawn, type ChildProcess, type ChildProcessWithoutNullStreams } from 'node:child_process'
import type { ByteFace } from './ByteFace.ts'
import type { Clock } from './Clock.ts'
import { deadFace } from './deadFace.ts'
import { Ending } from './Ending.ts'
import { streamFace } from './streamFace.ts'

/** How long a server may take to end by itself, and then once more after it was told to. */
export const STOP_LIMIT_MS = 2_000
/** How long what a server wrote last may take to arrive after its end. */
const LAST_WORDS_MS = 1_000
/** A line of a server's error stream that is longer is cut here. */
const MAX_LINE_LENGTH = 8_192

export interface ServerCommand {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  /** Names of the surrounding variables that the server may see. All others are withheld: they may be credentials. */
  readonly inherit: readonly string[]
  /** Variables set for this server alone. */
  readonly env: Readonly<Record<string, string>>
}

export interface ServerSurroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: Clock
  readonly onErrorLine: (line: string) => void
  /** Called once; `how` completes the sentence "the tool server ...". Nothing starts the server again. */
  readonly onExit: (how: string) => void
}

/** A tool server as a process of its own. */
export interface ServerProcess {
  readonly face: ByteFace
  readonly pid: number | undefined
  /** Closes its input, then asks it to end, then ends it. Returns at once; `onExit` says when it is over. */
  stop(): void
}

/** Starts a tool server. One that cannot be started is reported through `onExit`, as one that ended at once. */
export function startServer({ command, args, cwd, inherit, env }: ServerCommand, { env: surrounding, clock, onErrorLine, onExit }: ServerSurroundings): ServerProcess {
  const inherited = Object.fromEntries(inherit.flatMap((name) => (surrounding[name] === undefined ? [] : [[name, surrounding[name]]])))
  const ending = new Ending()
  ending.onEnd(onExit)
  const child = started(() => spawn(command, args, { cwd, env: { ...inherited, ...env }, stdio: 'pipe' }), (fault) => {
    onErrorLine(fault.message)
    // Its message names the program, which is nothing for an agent.
    ending.end(`could not be started (${codeOf(fault)})`)
  })
  if (child === null) return { face: deadFace(ending), pid: undefined, stop: () => {} }
  collectLines(child, onErrorLine)
  endWithProcess(ending, child, clock)
  return { face: streamFace(child.stdout, child.stdin, ending), pid: child.pid, stop: () => stop(child, clock) }
}

/** Starts it; null where it has no streams, because there were no more files to be had, or no process at all. */
function started(start: () => ChildProcess, onFault: (fault: Error) => void): ChildProcessWithoutNullStreams | null {
  try {
    const child = start()
    child.on('error', (fault) => child.pid === undefined && onFault(fault))
    return hasStreams(child) ? (child as ChildProcessWithoutNullStreams) : null
  } catch (fault) {
    onFault(fault instanceof Error ? fault : new Error(String(fault)))
    return null
  }
}

/** Where no file is to be had Node gives a child without them, whatever its types say. */
const hasStreams = ({ stdin, stdout, stderr }: ChildProcess): boolean => Boolean(stdin && stdout && stderr)
const codeOf = (fault: Error) => ('code' in fault ? String(fault.code) : 'no reason given')

/**
 * The end of a server is that of its process, once the last byte of its output was read. One whose output stays open in
 * a child of its own, or that closes its output and runs on, is not waited for: it will answer nobody.
 */
function endWithProcess(ending: Ending, child: ChildProcessWithoutNullStreams, clock: Clock): void {
  child.once('close', (code, signal) => ending.end(inWords(code, signal)))
  child.once('exit', (code, signal) => void clock.after(LAST_WORDS_MS, () => ending.end(inWords(code, signal))))
  child.stdout.once('end', () => void clock.after(LAST_WORDS_MS, () => ending.end('closed its output')))
}

const inWords = (code: number | null, signal: string | null) => (signal === null ? `ended with code ${code}` : `was ended by ${signal}`)

function collectLines(child: ChildProcessWithoutNullStreams, onLine: (line: string) => void): void {
  let rest = ''
  child.stderr.setEncoding('utf8')
  child.stderr.on('data', (text: string) => {
    const lines = (rest + text).split(/\r?\n/)
    rest = (lines.pop() ?? '').slice(0, MAX_LINE_LENGTH)
    for (const line of lines) onLine(line.slice(0, MAX_LINE_LENGTH))
  })
  child.stderr.on('end', () => rest !== '' && onLine(rest))
}

function stop(child: ChildProcessWithoutNullStreams, clock: Clock): void {
  child.stdin.end()
  const isOver = () => child.exitCode !== null || child.signalCode !== null
  clock.after(STOP_LIMIT_MS, () => {
    if (isOver()) return
    child.kill('SIGTERM')
    clock.after(STOP_LIMIT_MS, () => void (isOver() || child.kill('SIGKILL')))
  })
}
