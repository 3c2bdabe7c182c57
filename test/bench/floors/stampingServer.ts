// A tool server that runs nothing: it answers a call with the moment at which it read it, on the machine's monotonic
// clock. Its one tool has the name and the arguments of a real one, so that a point treats it like that.

const WRITE_FILE = {
  name: 'write_file',
  description: 'Writes a file',
  inputSchema: { type: 'object', properties: { path: { type: 'string' }, content: { type: 'string' } }, required: ['path', 'content'] },
}

const RESULTS: Readonly<Record<string, object>> = {
  'initialize': { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo: { name: 'stamping', version: '1.0.0' } },
  'tools/list': { tools: [WRITE_FILE] },
  'ping': {},
}

let rest = ''
process.stdin.on('data', (chunk: Buffer) => {
  const at = process.hrtime.bigint()
  rest += chunk.toString('utf8')
  const lines = rest.split('\n')
  rest = lines.pop() ?? ''
  for (const line of lines) answer(line, at)
})

function answer(line: string, at: bigint): void {
  const { id, method = '' } = JSON.parse(line) as { id?: number | string; method?: string }
  if (id === undefined) return
  const result = method === 'tools/call' ? { content: [{ type: 'text', text: `at_ns ${at}` }] } : RESULTS[method]
  const said = result === undefined ? { error: { code: -32_601, message: 'There is no such method here' } } : { result }
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, ...said })}\n`)
}
