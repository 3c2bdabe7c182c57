import { readFileSync } from 'node:fs'
import { ConfigFault, readPointConfig } from '../config/index.ts'
import { faultOfPath, hostSocketPath } from '../host/index.ts'
import { readTls } from '../point/readTls.ts'
import { PolicySet } from '../policy/PolicySet.ts'

/** Says whether a configuration and its policy can be used. Throws what is wrong with them. */
export function check(file: string): number {
  const config = readPointConfig(file)
  const { hash } = PolicySet.read(readFileSync(config.policy, 'utf8'))
  readTls(config.listen)
  const faults = [config.socket, hostSocketPath(config.socket)].flatMap((path) => faultOfPath(path) ?? [])
  if (faults.length > 0) throw new ConfigFault(file, faults)
  process.stdout.write(`${file} can be used: ${counted(config.agents.length, 'agent')}, ${counted(config.servers.length, 'server')}, policy ${hash}\n`)
  if (config.self_approval === 'marked') process.stdout.write(`Whoever an agent acts for may approve up to Medium here, and it is marked: ${config.self_approval_reason ?? ''}\n`)
  return 0
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
