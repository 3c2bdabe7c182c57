import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../../../gateway/commands/freePort.ts'
import { hashBytes } from '../../../shared/evidence/index.ts'
import { idOf } from '../../builders/protocol.ts'

const POLICY = `@id("write")
permit (principal, action, resource) when { context.tool == "write_file" };
@id("ask")
@risk_level("2")
@reason("Every call of this test is asked about.")
forbid (principal, action, resource) when { context.tool == "write_file" } unless { context has approval && context.approval.presence >= 1 };
`
const AGENTS = 64
/** Where the tool server notes what it ran. */
export const CALLS = 'calls.txt'
export const CONSOLE = 'console'

export const agentIdOf = (n: number): string => idOf('agent', n)
export const credentialOf = (n: number): string => `credential-of-agent-${n}`

/** Writes what a point and a console begin with: agents that are all asked about every call, and a server that counts. */
export async function layOut(base: string, server: string): Promise<void> {
  const point = join(base, 'point')
  mkdirSync(point, { mode: 0o700 })
  mkdirSync(join(base, CONSOLE), { mode: 0o700 })
  writeFileSync(join(base, CALLS), '')
  writeFileSync(join(point, 'point.cedar'), POLICY)
  const owner = { iss: 'https://id.example', sub: 'mara', name: 'Mara Lindqvist' }
  const agents = Array.from({ length: AGENTS }, (_, n) => ({
    agent_id: agentIdOf(n), name: `agent-${n}`, owner, purpose: '', environment: 'pilot', server: 'counting', credential_hash: hashBytes(new TextEncoder().encode(credentialOf(n))),
  }))
  writeFileSync(join(point, 'point.json'), JSON.stringify({
    point_id: idOf('point', 1), name: 'crash', listen: { host: '127.0.0.1', port: await freePort('127.0.0.1') },
    socket: './point.sock', journal: './journal.sqlite', key: './point.key', policy: './point.cedar', agents,
    servers: [{ server_id: 'counting', command: process.execPath, args: [server, join(base, CALLS)], cwd: base, inherit: ['PATH'] }],
  }))
}
