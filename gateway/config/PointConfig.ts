import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { JsonError, parseJson, toJsonValue, type JsonValue } from '../../shared/json/index.ts'
import { id } from '../../shared/protocol/index.ts'
import { agentConfig, text } from './agentConfig.ts'
import { ConfigFault } from './ConfigFault.ts'
import { faultsOfListening, listenConfig } from './listenConfig.ts'
import { serverConfig } from './serverConfig.ts'

const pointConfig = z.strictObject({
  point_id: id('point'),
  name: z.string().min(1).max(128),
  listen: listenConfig,
  socket: text,
  journal: text,
  key: text,
  policy: text,
  self_approval: z.enum(['deny', 'marked']).default('deny'),
  /** Why people may approve here what acts for themselves. */
  self_approval_reason: text.exactOptional(),
  agents: z.array(agentConfig).max(1_000),
  servers: z.array(serverConfig).min(1).max(100),
})
export type PointConfig = z.infer<typeof pointConfig>

/**
 * Reads a point's configuration: strict JSON, in which members that begin with `//` are comments. Paths in it count from
 * the folder that it lies in.
 * @throws {ConfigFault} which names every fault with its place
 */
export function readPointConfig(file: string): PointConfig {
  return withWholePaths(vetPointConfig(file, parse(file)), dirname(file))
}

/**
 * @param file that the value is of, or will be
 * @throws {ConfigFault} which names every fault with its place
 */
export function vetPointConfig(file: string, value: JsonValue): PointConfig {
  const parsed = pointConfig.safeParse(withoutComments(value))
  if (!parsed.success) throw new ConfigFault(file, parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'top level'}: ${message}`))
  const faults = faultsOf(parsed.data)
  if (faults.length > 0) throw new ConfigFault(file, faults)
  return parsed.data
}

function faultsOf(config: PointConfig): readonly string[] {
  return [
    ...faultsOfListening(config.listen, { self_approval: config.self_approval, ...(config.self_approval_reason === undefined ? {} : { self_approval_reason: config.self_approval_reason }) }),
    ...config.agents.filter((agent) => !config.servers.some(({ server_id }) => server_id === agent.server)).map(({ name, server }) => `agents: ${name} uses the server ${server}, which is not listed`),
    ...repeated(config.agents.map(({ name }) => name)).map((name) => `agents: two are named ${name}`),
    ...repeated(config.agents.map(({ agent_id }) => agent_id)).map((agentId) => `agents: two have the id ${agentId}`),
    // Whoever shows it would be taken for one of them, and never for the other.
    ...repeated(config.agents.map(({ credential_hash }) => credential_hash)).map((hash) => `agents: two have the credential_hash ${hash}`),
    ...repeated(config.servers.map(({ server_id }) => server_id)).map((name) => `servers: two have the id ${name}`),
  ]
}

function withWholePaths(config: PointConfig, folder: string): PointConfig {
  const from = (path: string) => resolve(folder, path)
  const { cert, key } = config.listen
  return {
    ...config,
    listen: { ...config.listen, ...(cert === undefined ? {} : { cert: from(cert) }), ...(key === undefined ? {} : { key: from(key) }) },
    socket: from(config.socket),
    journal: from(config.journal),
    key: from(config.key),
    policy: from(config.policy),
    servers: config.servers.map((server) => ({ ...server, cwd: from(server.cwd), ...(server.relative_to === undefined ? {} : { relative_to: from(server.relative_to) }) })),
  }
}

function parse(file: string): JsonValue {
  try {
    return toJsonValue(parseJson(readFileSync(file)))
  } catch (fault) {
    if (fault instanceof JsonError) throw new ConfigFault(file, [fault.message])
    throw new ConfigFault(file, [fault instanceof Error ? fault.message : String(fault)])
  }
}

function withoutComments(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutComments)
  return Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('//')).map(([key, member]) => [key, withoutComments(member)]))
}

const repeated = (names: readonly string[]) => [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
