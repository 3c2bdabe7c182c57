// A tool server of the 2026-07-28 revision alone: no initialize, and every request names its revision.

import { createInterface } from 'node:readline'

const VERSION = '2026-07-28'
const TOOLS = ['echo', 'slow'].map((name) => ({ name, description: `The tool ${name}`, inputSchema: { type: 'object' } }))

interface Request {
  readonly id?: number | string
  readonly method: string
  readonly params?: { readonly _meta?: Readonly<Record<string, unknown>> }
}

let calls = 0
createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, method, params } = JSON.parse(line) as Request
  if (id === undefined) return
  const isModern = params?._meta?.['io.modelcontextprotocol/protocolVersion'] === VERSION
  const body = isModern ? bodyOf(method, line) : { error: { code: -32_602, message: 'This server wants its revision named in every request' } }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...body })}\n`)
})

function bodyOf(method: string, line: string): object {
  switch (method) {
    case 'server/discover':
      return { result: { resultType: 'complete', supportedVersions: [VERSION], capabilities: { tools: {} }, ttlMs: 0, cacheScope: 'private', _meta: { 'io.modelcontextprotocol/serverInfo': { name: 'modern', version: '1.0.0' } } } }
    case 'tools/list':
      return { result: { resultType: 'complete', tools: TOOLS, ttlMs: 0, cacheScope: 'private' } }
    case 'tools/call':
      calls++
      return { result: { resultType: 'complete', content: [{ type: 'text', text: `calls so far: ${calls}, arguments ${/"arguments":(\{[^{}]*\})/.exec(line)?.[1]}` }] } }
    default:
      return { error: { code: -32_601, message: 'Unknown method' } }
  }
}
