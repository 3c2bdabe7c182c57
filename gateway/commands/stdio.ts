import { readFileSync } from 'node:fs'
import { readPointConfig } from '../config/PointConfig.ts'
import { streamFace, systemClock } from '../mcp/index.ts'
import { connectToPoint, runShim } from '../stdio/index.ts'
import { credentialFile } from './credentialFile.ts'

/** Stands in an MCP client's configuration: copies bytes between it and the running point. Judges nothing. */
export async function stdio({ config: file, agent }: { readonly config: string; readonly agent: string }): Promise<number> {
  const config = readPointConfig(file)
  await runShim({
    client: streamFace(process.stdin, process.stdout),
    connect: () => connectToPoint(config.socket),
    credential: readFileSync(credentialFile(file, agent), 'utf8').trim(),
    clock: systemClock,
    onProblem: (line) => void process.stderr.write(`${line}\n`),
  })
  return 0
}
