import { readFileSync } from 'node:fs'
import { readPointConfig } from '../config/index.ts'
import { PolicySet } from '../policy/PolicySet.ts'

/** Says whether a configuration and its policy can be used. Throws what is wrong with them. */
export function check(file: string): number {
  const config = readPointConfig(file)
  const { hash } = PolicySet.read(readFileSync(config.policy, 'utf8'))
  for (const path of [config.listen.cert, config.listen.key]) if (path !== undefined) readFileSync(path)
  process.stdout.write(`${file} can be used: ${counted(config.agents.length, 'agent')}, ${counted(config.servers.length, 'server')}, policy ${hash}\n`)
  if (config.self_approval === 'marked') process.stdout.write(`Whoever an agent acts for may approve up to Medium here, and it is marked: ${config.self_approval_reason ?? ''}\n`)
  return 0
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
