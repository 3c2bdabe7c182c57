// Starts a tool server in a process that has no file to spare, and says how that ended. Run with a low `ulimit -n`.

import { openSync } from 'node:fs'
import { startServer, systemClock } from '../../../gateway/mcp/index.ts'

try {
  for (;;) openSync('/dev/null', 'r')
} catch {
  // Now there is none left.
}
const ended = new Promise<string>((resolve) => {
  const { face } = startServer({ command: process.execPath, args: ['-e', ''], cwd: '/', inherit: [], env: {} }, { env: {}, clock: systemClock, onErrorLine: () => {}, onExit: resolve })
  face.write(new Uint8Array([1]))
  face.end()
})
process.stdout.write(await ended)
