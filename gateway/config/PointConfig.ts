import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { JsonError, parseJson, toJsonValue, type JsonValue } from '../../shared/json/index.ts'
import { id } from '../../shared/protocol/index.ts'

const text = z.string().min(1).max(512)
const person = z.strictObject({ iss: text, sub: text, name: text })

const agentConfig = z.strictObject({
  agent_id: id('agent'),
  name: text,
  /** Whoever answers for the agent. There is no agent without. */
  owner: person,
  purpose: z.string().max(512),
  environment: z.enum(['production', 'pilot', 'sandbox']),
  server: text,
  /** SHA-256 of the launch credential; the credential itself stands in a file of its own. */
  credential_hash: z.string().regex(/^sha256:[0-9a-f]{64}$/),
})
export type AgentConfig = z.infer<typeof agentConfig>

const serverConfig = z.strictObject({
  server_id: text,
  command: text,
  args: z.array(z.string()),
  cwd: text,
  inherit: z.array(text).default([]),
  env: z.record(text, z.string()).default({}),
  /** Where a tool of this server names a file of this host, by the pointer into its arguments. */
  file_targets: z.record(text, z.string().startsWith('/')).default({}),
})
export type ServerConfig = z.infer<typeof serverConfig>

const pointConfig = z.strictObject({
  point_id: id('point'),
  name: text,
  socket: text,
  journal: text,
  key: text,
  policy: text,
  agents: z.array(agentConfig).max(1_000),
  servers: z.array(serverConfig).min(1).max(100),
})
export type PointConfig = z.infer<typeof pointConfig>

/** A configuration that cannot be used: every fault in it, with its place. */
export class ConfigFault extends Error {
  readonly faults: readonly string[]

  constructor(file: string, faults: readonly string[]) {
    super(`${file} cannot be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
    this.name = 'ConfigFault'
    this.faults = faults
  }
}

/**
 * Reads a point's configuration: strict JSON, in which members that begin with `//` are comments. Paths in it count from
 * the folder that it lies in.
 * @throws {ConfigFault} which names every fault with its place
 */
export function readPointConfig(file: string): PointConfig {
  const parsed = pointConfig.safeParse(withoutComments(parse(file)))
  if (!parsed.success) throw new ConfigFault(file, parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'top level'}: ${message}`))
  const config = parsed.data
  const faults = [
    ...config.agents.filter((agent) => !config.servers.some(({ server_id }) => server_id === agent.server)).map(({ name, server }) => `agents: ${name} uses the server ${server}, which is not listed`),
    ...repeated(config.agents.map(({ name }) => name)).map((name) => `agents: two are named ${name}`),
    ...repeated(config.servers.map(({ server_id }) => server_id)).map((name) => `servers: two have the id ${name}`),
  ]
  if (faults.length > 0) throw new ConfigFault(file, faults)
  const from = (path: string) => resolve(dirname(file), path)
  return { ...config, socket: from(config.socket), journal: from(config.journal), key: from(config.key), policy: from(config.policy), servers: config.servers.map((server) => ({ ...server, cwd: from(server.cwd) })) }
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

const repeated = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index)
