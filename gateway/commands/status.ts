import { plainText } from '../../shared/display/index.ts'
import type { JsonObject, JsonValue } from '../../shared/json/index.ts'
import { readPointConfig } from '../config/index.ts'
import { askHost, hostSocketPath } from '../host/index.ts'

/** Says how the point stands that runs on a configuration. */
export async function status(config: string): Promise<number> {
  const stands = await askHost({ path: hostSocketPath(readPointConfig(config).socket), configFile: config, command: { command: 'status' } })
  if (stands['ok'] !== true) {
    process.stderr.write(`${shown(stands['sentence'])}\n`)
    return 1
  }
  process.stdout.write(`${linesOf(stands).join('\n')}\n`)
  return 0
}

function linesOf(stands: JsonObject): readonly string[] {
  const nameOf = (agentId: JsonValue | undefined) => shown(list(stands['agents']).find(({ agent_id }) => agent_id === agentId)?.['name'])
  return [
    `${shown(stands['name'])} ${shown(stands['point_id'])}, process ${String(stands['pid'])}`,
    `consoles connect to ${shown(stands['address'])}`,
    `epoch ${String(stands['epoch'])}, policy ${shown(stands['policy_hash'])}`,
    ...(stands['must_recover'] === true ? ['This point was restored from an old copy. Look at what happened, then run "recover".'] : []),
    '',
    `agents (${list(stands['agents']).length})`,
    ...list(stands['agents']).map((agent) => `  ${shown(agent['name'])}, for ${shown(agent['owner'])}, ${shown(agent['environment'])}`),
    `sessions (${list(stands['sessions']).length}), ${String(stands['waiting'])} calls wait for a person`,
    ...list(stands['sessions']).map((session) => `  ${shown(session['session_id'])} ${shown(session['state'])} of ${nameOf(session['agent_id'])} since ${shown(session['started_at'])}`),
    `stops that hold (${list(stands['locks']).length})`,
    ...list(stands['locks']).map((lock) => `  ${shown(lock['lock_id'])} ${shown(lock['effect'])} of ${targetOf(lock['target'])} by ${shown(lock['created_by'])} at ${shown(lock['created_at'])}. ${shown(lock['reason'])}`),
    `consoles (${list(stands['consoles']).length})`,
    ...list(stands['consoles']).map((one) => `  ${shown(one['console_id'])} ${shown(one['name'])}, ${one['attached'] === true ? 'attached' : 'not attached'}${one['pending_log'] === null ? '' : '; its log has begun anew and waits for "log accept"'}`),
  ]
}

function targetOf(target: JsonValue | undefined): string {
  const { kind, value } = (target ?? {}) as JsonObject
  return typeof value === 'string' ? `${shown(kind)} ${shown(value)}` : shown(kind)
}

/** Our own point wrote it, so what is a list of objects there is one here. */
const list = (value: JsonValue | undefined): readonly JsonObject[] => (Array.isArray(value) ? (value as readonly JsonObject[]) : [])
const shown = (value: JsonValue | undefined) => plainText(typeof value === 'string' ? value : '', 200)
