import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { readPointConfig } from '../config/index.ts'
import { streamFace, systemClock } from '../mcp/index.ts'
import { connectToPoint, runShim, startPoint } from '../stdio/index.ts'
import { credentialFile } from './credentialFile.ts'

/**
 * Stands in an MCP client's configuration: copies bytes between it and the running point, which it starts where none
 * runs. Judges nothing.
 */
export async function stdio({ config: file, agent }: { readonly config: string; readonly agent: string }): Promise<number> {
  const config = readPointConfig(file)
  const connect = () => connectToPoint(config.socket)
  await runShim({
    client: streamFace(process.stdin, process.stdout),
    connect,
    credential: readFileSync(credentialFile(file, agent), 'utf8').trim(),
    clock: systemClock,
    startPoint: () => startPoint({ program: resolve(process.argv[1] ?? ''), configFile: resolve(file), connect }),
    onProblem: (line) => void process.stderr.write(`${line}\n`),
  })
  return 0
}
