import { criticalValue, type FactsContext } from '../../shared/display/index.ts'
import type { PointConfig } from '../config/index.ts'
import type { Call } from '../enforce/ports.ts'

/** What stands in every invocation and can be typed, where the tool names nothing better. */
const LAST_RESORT = '/tool'

/** What `display` is told of a call beside its bytes: the point's word on its agents and tools, and nothing of the agent's. */
export function displayContextOf({ agents, servers }: PointConfig, call: Call): FactsContext {
  const agent = agents.find(({ agent_id }) => agent_id === call.agentId)
  const server = servers.find(({ server_id }) => server_id === call.serverId)
  const display = server !== undefined && Object.hasOwn(server.display, call.tool) ? server.display[call.tool] : undefined
  const { command, statement, path, content } = display?.fields ?? {}
  const fields = { ...(command === undefined ? {} : { command }), ...(statement === undefined ? {} : { statement }), ...(path === undefined ? {} : { path }), ...(content === undefined ? {} : { content }) }
  return {
    agent: { name: agent?.name ?? call.agentId },
    tool: call.tool,
    ...(display === undefined ? {} : { kind: display.kind }),
    ...(Object.keys(fields).length === 0 ? {} : { fields }),
    criticalPointers: typablePointers(call.invocation.bytes, display?.critical_pointers ?? []),
  }
}

/** Those that a person can type here; a value with hidden characters, for one, nobody can. */
function typablePointers(bytes: Uint8Array, pointers: readonly string[]): readonly string[] {
  const typable = pointers.filter((pointer) => criticalValue(bytes, pointer).status === 'typable')
  return typable.length > 0 ? typable : [LAST_RESORT]
}
