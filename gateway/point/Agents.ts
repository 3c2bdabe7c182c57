import type { AgentId } from '../../shared/domain/index.ts'
import type { Agent } from '../../shared/protocol/index.ts'
import type { AgentConfig } from '../config/index.ts'
import { cutText } from '../../shared/util/cutText.ts'

const MAX_TOOLS = 1_000
const MAX_TOOL_NAME = 256
/** Of all names together, in UTF-16 code units: each can take six bytes in a frame, and an agent is told in one. */
const MAX_NAMES_LENGTH = 50_000

/** The agents of a configuration, and the tools that were last listed for each. */
export class Agents {
  readonly #onChange: (agent: Agent) => void
  readonly #agents: Map<AgentId, Agent>

  constructor(agents: readonly AgentConfig[], onChange: (agent: Agent) => void) {
    this.#onChange = onChange
    this.#agents = new Map(agents.map((agent) => [agent.agent_id, agentOf(agent)]))
  }

  all(): readonly Agent[] {
    return [...this.#agents.values()]
  }

  /** What its server lists: names by the server's word, too long ones cut, so that a list is never left out for one name. */
  toolsListed(agentId: AgentId, names: readonly string[]): void {
    const agent = this.#agents.get(agentId)
    let left = MAX_NAMES_LENGTH
    const tools = names.slice(0, MAX_TOOLS).map((name) => cutText(name, MAX_TOOL_NAME)).filter(({ length }) => (left -= length) >= 0).sort()
    if (agent === undefined || JSON.stringify(tools) === JSON.stringify(agent.declared_tools)) return
    const changed = { ...agent, declared_tools: tools }
    this.#agents.set(agentId, changed)
    this.#onChange(changed)
  }
}

function agentOf({ agent_id, name, owner, purpose, environment }: AgentConfig): Agent {
  return { agent_id, name, owner, purpose, environment, lifecycle: 'registered', credential_kind: 'launch_credential', declared_tools: [], groups: [], findings: [] }
}
