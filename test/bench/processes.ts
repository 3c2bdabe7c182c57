import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { AtEnd } from './measure.ts'

/**
 * Starts a script under this Node and waits until it says on standard error that it is there. It is asked to end at the end.
 * @param sign what it then says
 * @param isHeard whether its standard output is read
 * @returns the process, and everything that it said up to then
 */
export async function started(atEnd: AtEnd, args: readonly string[], sign: string, isHeard = false): Promise<{ readonly child: ChildProcess; readonly said: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', isHeard ? 'pipe' : 'ignore', 'pipe'] })
  atEnd(() => ended(child))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    child.stderr?.on('data', (text) => {
      said += String(text)
      if (said.includes(sign)) resolve()
    })
    child.once('exit', () => reject(new Error(said)))
  })
  return { child, said }
}

/** Runs a script under this Node to its end, which must be a good one. */
export async function ranToEnd(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (text) => (said += String(text)))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${args.join(' ')} ended with ${String(code)}: ${said}`)
}

/** Asks a process to end, and waits until it has. */
export async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
