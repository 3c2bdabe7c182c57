import { criticalValue } from '../../../shared/display/index.ts'
import { encodeUtf8, printCanonicalJson } from '../../../shared/json/index.ts'
import type { HaltPorts } from './ports.ts'
import { locksOf, standingOf, stateOf, type Stop } from './Stop.ts'

/** Why a stop cannot be released from here, in one sentence with what to do instead; null where it can. */
export function releaseObstacle(stop: Stop, pointOf: HaltPorts['pointOf']): string | null {
  const state = stateOf(stop)
  if (state === 'released') return 'It is released already.'
  if (state === 'releasing') return 'Its release is on the way.'
  if (state === 'refused') return 'No point holds it, so there is nothing to release.'
  const locks = locksOf(stop).filter(({ lockId }) => standingOf(stop, lockId) !== 'ended')
  const commands = locks.slice(0, 4).map(({ lockId }) => `countersign-gateway unlock ${lockId} --reason TEXT`)
  if (stop.target.kind === 'all') return `A stop of everything is released by two admins, or on the point's host with: ${commands.join(' ; ')}`
  const point = locks[0] === undefined ? undefined : pointOf(locks[0].pointId)
  if (point === undefined || locks.length !== 1) return `It is released on the point's host with: ${commands.join(' ; ')}`
  if (point.linkNumber === null || point.admission === null) return 'Its point is not connected; a release waits until it is.'
  const { roles } = point.admission
  const isAllowed = roles.includes('killer') || roles.includes('admin') || (roles.includes('approver') && stop.target.kind === 'session' && stop.origin === 'here')
  return isAllowed ? null : `You are ${roles.join(' and ') || 'nobody'} at this point, and releasing this takes a killer, an admin, or whoever made it.`
}

/** What a person types to release a stop: the name of what was stopped, where a keyboard can write it, else the end of its id. */
export function releaseTyped({ targetName, target, stopId }: Stop): string {
  const name = criticalValue(encodeUtf8(printCanonicalJson({ name: targetName })), '/name')
  if (name.status === 'typable') return name.expected
  const id = 'value' in target && typeof target.value === 'string' ? target.value : stopId
  return id.slice(-6)
}
