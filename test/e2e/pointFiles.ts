import { createHash, randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** What a test's point does otherwise than `init` would have it. */
export interface PointTerms {
  /** How long every challenge waits for people, in milliseconds. */
  readonly lifeMs?: number | null
  /** How long the agents' clients are known to wait for an answer, in milliseconds. */
  readonly callerDeadlineMs?: number | null
  /** Names of more agents, each with a credential of its own. */
  readonly moreAgents?: readonly string[]
}

interface AgentEntry {
  readonly agent_id: string
  readonly name: string
}

/** Changes the files that `init` has written, before the point reads them. */
export function changePointFiles(config: string, { lifeMs = null, callerDeadlineMs = null, moreAgents = [] }: PointTerms): void {
  const folder = dirname(config)
  const written = JSON.parse(readFileSync(config, 'utf8')) as { policy: string; agents: AgentEntry[] }
  const [first] = written.agents
  if (first === undefined) throw new Error('init has written no agent')
  const agents = [first, ...moreAgents.map((name) => ({ ...first, name, agent_id: newAgentId(), credential_hash: credentialOf(folder, name) }))]
  const limit = callerDeadlineMs === null ? {} : { caller_deadline_ms: callerDeadlineMs }
  writeFileSync(config, JSON.stringify({ ...written, agents: agents.map((agent) => ({ ...agent, ...limit })) }))
  if (lifeMs === null) return
  const policy = join(folder, written.policy)
  writeFileSync(policy, readFileSync(policy, 'utf8').replaceAll(/^@risk_level/gm, `@life_ms("${lifeMs}")\n@risk_level`))
}

/** Writes a launch credential beside the configuration; the point keeps its hash. */
function credentialOf(folder: string, name: string): string {
  const credential = randomUUID()
  writeFileSync(join(folder, `${name}.credential`), `${credential}\n`, { mode: 0o600 })
  return `sha256:${createHash('sha256').update(credential).digest('hex')}`
}

/** An id with a UUID of version 7 in it, as ids on the wire have. */
const newAgentId = () => `agt_${randomUUID().replace(/^(.{14})./, (_, head: string) => `${head}7`)}`
