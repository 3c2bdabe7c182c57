import { ProxySession, type SessionReport } from '../../../gateway/mcp/index.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { FakeTime } from '../FakeTime.ts'
import { MemoryFace } from './MemoryFace.ts'
import { ScriptedJudge } from './ScriptedJudge.ts'

export const TOOLS = [
  { name: 'write', description: 'Writes', inputSchema: { type: 'object', maximum: 18_446_744_073_709_552_000 } },
  { name: 'read', inputSchema: { type: 'object' }, annotations: { readOnlyHint: true } },
]

/** A session between two faces in memory, with a server that lists `TOOLS` whenever it is asked. */
export function memorySession(options: { readonly progressEveryMs?: number; readonly list?: () => object | null } = {}) {
  const client = new MemoryFace()
  const server = new MemoryFace()
  const judge = new ScriptedJudge()
  const time = new FakeTime()
  const reports: SessionReport[] = []
  const session = new ProxySession({
    serverId: 'files',
    client,
    server,
    judge,
    hash: hashBytes,
    clock: time,
    onReport: (report) => reports.push(report),
    ...(options.progressEveryMs === undefined ? {} : { progressEveryMs: options.progressEveryMs }),
  })
  session.start()
  const list = options.list ?? (() => ({ tools: TOOLS }))
  server.onLine = (line) => {
    const { id, method } = JSON.parse(line) as { id?: unknown; method?: string }
    const result = method === 'tools/list' && String(id).startsWith('dev.countersign/') ? list() : null
    if (result !== null) server.say({ jsonrpc: '2.0', id, result })
  }
  /** The frames that reached the server, without our own questions for its tools. */
  const upstream = () => server.lines.filter((line) => !line.includes('"dev.countersign/list-'))
  return { client, server, judge, time, reports, session, upstream }
}

/** Lets everything run that was already promised. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) await new Promise((resolve) => setImmediate(resolve))
}

export const callOf = (id: number | string, args: object = { path: 'a' }, meta?: object) =>
  ({ jsonrpc: '2.0', id, method: 'tools/call', params: { name: 'write', arguments: args, ...(meta === undefined ? {} : { _meta: meta }) } })
