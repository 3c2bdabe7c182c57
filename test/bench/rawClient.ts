import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A client of the Model Context Protocol that costs next to nothing: one line out, one line in. */
export interface RawClient {
  /** Asks for something and waits for its answer. Answers of other requests do not come: one is open at a time. */
  ask(method: string, params: unknown): Promise<unknown>
  close(): Promise<void>
}

/** Starts what stands in a client's configuration, and opens a session. */
export async function startRawClient(command: string, args: readonly string[]): Promise<RawClient> {
  const child: ChildProcess = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] })
  const waiting = new Map<number, (result: unknown) => void>()
  createInterface({ input: child.stdout ?? process.stdin }).on('line', (line) => {
    const { id, result, error } = JSON.parse(line) as { id?: number; result?: unknown; error?: unknown }
    if (id === undefined) return
    waiting.get(id)?.(result ?? error)
    waiting.delete(id)
  })
  const say = (message: object) => void child.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  let last = 0
  const ask = (method: string, params: unknown) => new Promise<unknown>((resolve) => {
    waiting.set(++last, resolve)
    say({ id: last, method, params })
  })
  await ask('initialize', { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } })
  say({ method: 'notifications/initialized' })
  return {
    ask,
    close: async () => {
      child.stdin?.end()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    },
  }
}
