// A tool server that never parses a call: it cuts the arguments out of the line as bytes and answers with their hash.
// The test writes "arguments" as the last member of params, and params as the last of the message.

import { createHash } from 'node:crypto'

const MARK = Buffer.from(',"arguments":')
const TOOLS = [{ name: 'hash', description: 'Hashes what it gets', inputSchema: { type: 'object' } }]

let rest: Buffer = Buffer.alloc(0)
process.stderr.write('raw server is up\n')
process.stdin.on('data', (chunk: Buffer) => {
  rest = Buffer.concat([rest, chunk])
  for (let end = rest.indexOf(0x0a); end !== -1; end = rest.indexOf(0x0a)) {
    answer(rest.subarray(0, end))
    rest = rest.subarray(end + 1)
  }
})

function answer(line: Buffer): void {
  const mark = line.indexOf(MARK)
  if (mark === -1) return answerList(line)
  const raw = line.subarray(mark + MARK.length, line.length - 2)
  const id = /"id":(\d+)/.exec(line.toString('latin1'))?.[1] ?? 'null'
  const hash = createHash('sha256').update(raw).digest('hex')
  process.stdout.write(`{"jsonrpc":"2.0","id":${id},"result":{"content":[],"hash":"sha256:${hash}","environment":${JSON.stringify(Object.keys(process.env))}}}\n`)
}

function answerList(line: Buffer): void {
  const { id, method } = JSON.parse(line.toString('utf8')) as { id?: unknown; method?: string }
  if (method === 'exit') process.exit(3)
  if (method === 'tools/list') process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', id, result: { tools: TOOLS } })}\n`)
}
