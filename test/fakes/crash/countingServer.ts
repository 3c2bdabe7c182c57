// A tool server whose tool does one thing: it adds a line to a file, the first argument of this program. So whoever reads
// the file knows what ran, and how often, whoever has died since.

import { appendFileSync } from 'node:fs'

const [, , file = ''] = process.argv
const TOOL = {
  name: 'write_file',
  description: 'Writes a line',
  inputSchema: { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } }, required: ['path', 'content'] },
}
const RESULTS: Readonly<Record<string, object>> = {
  'initialize': { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'counting', version: '1.0.0' } },
  'tools/list': { tools: [TOOL] },
  'ping': {},
}

let rest = ''
process.stdin.on('data', (chunk: Buffer) => {
  rest += chunk.toString('utf8')
  const lines = rest.split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) answer(line)
})
// Whoever the answer is for may be dead.
process.stdout.on('error', () => {})

function answer(line: string): void {
  const { id, method = '', params } = JSON.parse(line) as { id?: number | string; method?: string; params?: { arguments?: { content?: string } } }
  if (id === undefined) return
  if (method === 'tools/call') appendFileSync(file, `${params?.arguments?.content ?? ''}\n`)
  const result = method === 'tools/call' ? { content: [{ type: 'text', text: 'done' }] } : RESULTS[method]
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...(result === undefined ? { error: { code: -32_601, message: 'There is no such method here' } } : { result }) })}\n`)
}
