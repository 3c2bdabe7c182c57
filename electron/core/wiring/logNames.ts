import { isId, type LockTarget } from '../../../shared/domain/index.ts'
import type { JsonValue } from '../../../shared/json/index.ts'
import { PAYLOADS } from '../../../shared/protocol/index.ts'
import { nameOf, type Rooms } from '../feed/index.ts'
import type { LogNames } from '../log/index.ts'

/** What the rooms know now of the ids in entries. */
export function logNames(rooms: Rooms): LogNames {
  const { points, fleet, inbox, halt } = rooms
  return {
    challenge: (id) => (isId('challenge', id) ? ((inbox.challenges.get(id)?.payload as JsonValue | undefined) ?? null) : null),
    challengeOf: (id) => (isId('decision', id) ? (inbox.decisions.get(id)?.challengeId ?? null) : null),
    agent: (id) => (isId('agent', id) ? (fleet.agent(id)?.agent.name ?? null) : null),
    person: (iss, sub) => points.all().find(({ admission }) => admission?.reviewer.iss === iss && admission.reviewer.sub === sub)?.admission?.reviewer.name ?? null,
    target: (value) => {
      const target = PAYLOADS.lock.shape.target.safeParse(value)
      return target.success ? nameOf({ target: target.data satisfies LockTarget }, rooms) : null
    },
    stopOf: (lockId) => {
      const stop = isId('lock', lockId) ? halt.stops.ofLock(lockId) : undefined
      return stop === undefined ? null : stop.targetName === '' ? nameOf(stop, rooms) : stop.targetName
    },
  }
}
