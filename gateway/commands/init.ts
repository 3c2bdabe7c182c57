import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { z } from 'zod'
import { toId } from '../../shared/domain/index.ts'
import { encodeBytes, hashBytes } from '../../shared/evidence/index.ts'
import { encodeUtf8, parseJson, toJsonValue, type JsonValue } from '../../shared/json/index.ts'
import type { NamedActor } from '../../shared/protocol/index.ts'
import { uuidV7 } from '../../shared/util/uuidV7.ts'
import { ConfigFault, vetPointConfig } from '../config/index.ts'
import { SAMPLE_POLICY } from '../policy/samplePolicy.ts'
import { credentialFile } from './credentialFile.ts'
import { FILE_DISPLAY, FILE_TARGETS, firstFolder } from './fileServerFacts.ts'
import { freePort } from './freePort.ts'

export interface InitRequest {
  readonly from: string
  readonly out: string
  readonly agent: string
  readonly owner: NamedActor
}

const newUuid = () => uuidV7(Date.now(), randomBytes(10))
const HOST = '127.0.0.1'

/** What MCP clients have in common in their configuration files. */
const clientConfig = z.object({
  mcpServers: z.record(z.string(), z.object({ command: z.string(), args: z.array(z.string()).default([]), env: z.record(z.string(), z.string()).default({}), cwd: z.string().optional() })),
})
type ClientServer = z.infer<typeof clientConfig>['mcpServers'][string]

/**
 * Writes a point's configuration for the servers that an MCP client names, one agent with an owner, a sample policy, and
 * a launch credential in a file of its own. Nothing that is there already is written over.
 */
export async function init({ from, out, agent, owner }: InitRequest): Promise<number> {
  if (!/^[\w.-]{1,64}$/.test(agent)) throw new ConfigFault(out, [`the agent's name "${agent}" may hold letters, digits, dots, dashes and underscores only`])
  const servers = Object.entries(readClientConfig(from).mcpServers)
  const [first] = servers
  if (first === undefined) throw new ConfigFault(from, ['mcpServers names no server'])

  const folder = dirname(resolve(out))
  // All files of a point are named after its configuration, so that a second one in the same folder shares none of them.
  const base = basename(out).replace(/\.json$/, '')
  const policy = resolve(folder, `${base}.cedar`)
  const credential = encodeBytes(randomBytes(32), 'base64url')
  const taken = [resolve(out), policy, credentialFile(resolve(out), agent)].filter((file) => existsSync(file))
  if (taken.length > 0) throw new ConfigFault(out, taken.map((file) => `${file} is there already`))

  const config = {
    '//': 'A point of Countersign. Members that begin with // are comments; paths count from this folder.',
    'point_id': toId('point', newUuid()),
    'name': 'local',
    '//listen': 'Where consoles connect. Anything but loopback needs "cert" and "key", the files of a certificate.',
    'listen': { host: HOST, port: await freePort(HOST) },
    'socket': `./${base}.sock`,
    'journal': `./${base}.sqlite`,
    'key': `./${base}.key`,
    'policy': `./${base}.cedar`,
    'self_approval': 'marked',
    'self_approval_reason': 'This point serves one person on one machine, who is both the one the agent acts for and the only reviewer.',
    'agents': [{ agent_id: toId('agent', newUuid()), name: agent, owner, purpose: '', environment: 'pilot', server: first[0], credential_hash: hashBytes(encodeUtf8(credential)) }],
    'servers': servers.map(([serverId, server]) => serverOf(serverId, server)),
  }
  vetPointConfig(out, config)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(credentialFile(resolve(out), agent), `${credential}\n`, { mode: 0o600, flag: 'wx' })
  writeFileSync(policy, SAMPLE_POLICY, { mode: 0o644, flag: 'wx' })
  writeFileSync(out, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  process.stdout.write(`Written: ${out}, ${policy}, ${credentialFile(resolve(out), agent)}\n\nStart the point:\n  npm run gateway -- run --config ${out}\n\nPut this into the client in place of the server "${first[0]}":\n  ${JSON.stringify({ command: process.execPath, args: [resolve(process.argv[1] ?? ''), 'stdio', '--agent', agent, '--config', resolve(out)] })}\n`)
  return 0
}

function readClientConfig(from: string): z.infer<typeof clientConfig> {
  let value: JsonValue
  try {
    value = toJsonValue(parseJson(readFileSync(from)))
  } catch (fault) {
    throw new ConfigFault(from, [fault instanceof Error ? fault.message : String(fault)])
  }
  const parsed = clientConfig.safeParse(value)
  if (!parsed.success) throw new ConfigFault(from, parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`))
  return parsed.data
}

function serverOf(serverId: string, { command, args, env, cwd: itsCwd = '.' }: ClientServer) {
  // A client counts from where it runs; the point would count from its own folder.
  const cwd = resolve(itsCwd)
  const relativeTo = firstFolder(args, cwd)
  return {
    'server_id': serverId, command, args, cwd, 'inherit': ['PATH'], env,
    '//file_targets': 'Where a tool names a file of this host, so that the policy can ask whether it is there.',
    'file_targets': FILE_TARGETS,
    '//relative_to': 'The folder that this server counts relative paths from; without it they are taken for foreign files.',
    ...(relativeTo === null ? {} : { relative_to: relativeTo }),
    '//display': 'How calls are shown to people, and which value of a call one of them may be asked to type.',
    'display': FILE_DISPLAY,
  }
}
