// A tool server whose tool does one thing: it adds a line to a file, the first argument of this program. So whoever reads
// the file knows what ran, and how often, whoever has died since. It answers with the hash of the bytes of its arguments,
// cut out of the line before anything parses it.

import { createHash } from 'node:crypto'
import { appendFileSync } from 'node:fs'

const MARK = Buffer.from(',"arguments":')

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

let rest: Buffer = Buffer.alloc(0)
process.stdin.on('data', (chunk: Buffer) => {
  rest = Buffer.concat([rest, chunk])
  for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
    answer(rest.subarray(0, end))
    rest = rest.subarray(end + 1)
  }
})
// Whoever the answer is for may be dead.
process.stdout.on('error', () => {})

function answer(line: Buffer): void {
  const { id, method = '', params } = JSON.parse(line.toString('utf8')) as { id?: number | string; method?: string; params?: { arguments?: { content?: string } } }
  if (id === undefined) return
  if (method === 'tools/call') appendFileSync(file, `${params?.arguments?.content ?? ''}\n`)
  const result = method === 'tools/call' ? { content: [{ type: 'text', text: hashOfArguments(line) }] } : RESULTS[method]
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...(result === undefined ? { error: { code: -32_601, message: 'There is no such method here' } } : { result }) })}\n`)
}

/** Whoever calls writes the arguments as the last member of params, and params as the last of the message. */
function hashOfArguments(line: Buffer): string {
  const args = line.subarray(line.indexOf(MARK) + MARK.length, line.length - 2)
  return `sha256:${createHash('sha256').update(args).digest('hex')}`
}
