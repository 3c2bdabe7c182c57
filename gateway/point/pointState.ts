import type { PublicKey } from '../../shared/evidence/index.ts'
import type { PointConfig } from '../config/index.ts'
import type { PointState } from '../console/index.ts'
import type { Enforcer } from '../enforce/Enforcer.ts'
import type { Agents } from './Agents.ts'
import type { Sessions } from './Sessions.ts'

export interface PointStateParts {
  readonly config: PointConfig
  readonly key: PublicKey
  readonly version: string
  readonly policyHash: string
  readonly enforcer: Enforcer
  readonly agents: Agents
  readonly sessions: Sessions
  readonly journalRoot: () => string
}

/** What consoles are shown of a point, out of the parts that know it. */
export function pointState({ config, key, version, policyHash, enforcer, agents, sessions, journalRoot }: PointStateParts): PointState {
  return {
    point: () => ({
      point_id: config.point_id, name: config.name, version, key: { kid: key.kid, alg: key.alg, x: key.x },
      policy_hash: policyHash, mode: 'enforce', lock_mode: 'best_effort', epoch: enforcer.epoch, capabilities: [],
    }),
    agents: () => agents.all(),
    sessions: () => sessions.all(),
    challenges: () => enforcer.challengeRecords(),
    locks: () => enforcer.lockRecords(),
    challenge: (challengeId) => enforcer.findChallenge(challengeId),
    decisionsOf: (challengeId, reviewer) => enforcer.decisionsOf(challengeId, reviewer),
    payload: (hash) => enforcer.invocationBytes(hash),
    journalRoot,
  }
}
