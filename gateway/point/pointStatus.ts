import type { PublicKey } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import { printTime } from '../../shared/protocol/index.ts'
import type { PointConfig } from '../config/index.ts'
import type { ConsoleServer, PointState } from '../console/index.ts'
import type { Enforcer } from '../enforce/Enforcer.ts'

export interface StatusParts {
  readonly config: PointConfig
  readonly key: PublicKey
  readonly state: PointState
  readonly enforcer: Pick<Enforcer, 'mustRecover'>
  readonly consoles: ConsoleServer
}

/** How a point stands, for a person or a program on its host. */
export function pointStatus({ config, key, state, enforcer, consoles }: StatusParts): JsonObject {
  const point = state.point()
  return {
    point_id: config.point_id,
    name: config.name,
    version: point.version,
    pid: process.pid,
    address: addressOf(config, consoles.address()),
    point_key: key.x,
    point_kid: key.kid,
    policy_hash: point.policy_hash,
    epoch: point.epoch,
    journal_root: state.journalRoot(),
    self_approval: config.self_approval,
    must_recover: enforcer.mustRecover || consoles.needsRecovery,
    agents: state.agents().map(({ agent_id, name, owner, environment }) => ({ agent_id, name, owner: owner?.name ?? null, environment })),
    sessions: state.sessions().map(({ session_id, agent_id, state: stands, started_at, counts }) => ({ session_id, agent_id, state: stands, started_at, counts })),
    waiting: state.challenges().filter((record) => record.state === 'pending').length,
    locks: state.locks().filter(({ released_at }) => released_at === undefined).map(({ lock_id, target, effect, created_at, created_by, reason }) => ({ lock_id, target, effect, created_at, created_by: created_by.name, reason: reason ?? '' })),
    consoles: consoles.consoles().map((one) => ({
      console_id: one.consoleId,
      name: one.name,
      attached: one.isAttached,
      pending_log: one.pendingLogReset === null ? null : { new_origin: one.pendingLogReset.newOrigin, at: printTime(one.pendingLogReset.atMs) },
      reviewers: one.reviewerKeys.filter(({ revokedAtMs }) => revokedAtMs === null).map(({ person, roles }) => ({ name: person.name, roles: [...roles] })),
    })),
  }
}

/** What is typed into a console to reach this point. */
export function addressOf({ listen }: PointConfig, { host, port }: { readonly host: string; readonly port: number }): string {
  return `${listen.cert === undefined ? 'ws' : 'wss'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
