import { readFileSync } from 'node:fs'
import { readPointConfig } from '../config/PointConfig.ts'
import { PolicySet } from '../policy/PolicySet.ts'

/** Says whether a configuration and its policy can be used. Throws what is wrong with them. */
export function check(file: string): number {
  const config = readPointConfig(file)
  const { hash } = PolicySet.read(readFileSync(config.policy, 'utf8'))
  process.stdout.write(`${file} can be used: ${config.agents.length} agents, ${config.servers.length} servers, policy ${hash}\n`)
  return 0
}
