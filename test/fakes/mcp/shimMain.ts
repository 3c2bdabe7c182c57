// The shim as a program of its own, as it stands in a client's configuration. Its socket comes as the first argument.

import { systemClock, streamFace } from '../../../gateway/mcp/index.ts'
import { connectToPoint, runShim } from '../../../gateway/stdio/index.ts'

const [socketPath = ''] = process.argv.slice(2)
await runShim({
  client: streamFace(process.stdin, process.stdout),
  connect: () => connectToPoint(socketPath),
  credential: 'agent-1 one-time-secret',
  clock: systemClock,
  onProblem: (line) => process.stderr.write(`${line}\n`),
})
process.exit(0)
