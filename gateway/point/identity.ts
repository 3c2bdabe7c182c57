import type { Chain } from '../../shared/domain/index.ts'
import { hashBytes } from '../../shared/evidence/index.ts'
import type { AgentConfig } from '../config/index.ts'

/** Who acts in a session: the owner, as this point's configuration says, and the agent, as its credential proves. */
export function chainOf(agent: AgentConfig, pointId: string): Chain {
  const { iss, sub, name } = agent.owner
  return [
    { hop: 0, kind: 'human', iss, sub, name, assurance: 'asserted' },
    { hop: 1, kind: 'agent', iss: pointId, sub: agent.agent_id, name: agent.name, assurance: 'verified', evidence: { type: 'launch_credential', hash: agent.credential_hash } },
  ]
}

/** The agent whose launch credential this is. Hashes are compared, so nothing is learnt from how long it takes. */
export const agentOfCredential = (agents: readonly AgentConfig[], credential: Uint8Array): AgentConfig | undefined => {
  const hash = hashBytes(credential)
  return agents.find(({ credential_hash }) => credential_hash === hash)
}
