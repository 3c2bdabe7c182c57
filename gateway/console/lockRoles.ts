import { isSameActor } from '../../shared/domain/index.ts'
import type { Agent, LockPayload, LockRecord } from '../../shared/protocol/index.ts'
import type { RosterKey } from '../journal/ConsoleRoster.ts'
import type { FindAgent } from './visibility.ts'

/** Whether the roster lets this person stop this (protocol P1). Asked of no one else, and nothing else can refuse a stop. */
export function mayEngage(by: RosterKey, { target, effect }: Pick<LockPayload, 'target' | 'effect'>, findAgent: FindAgent): boolean {
  if (isKiller(by)) return true
  if (by.roles.includes('approver') && target.kind === 'session') return true
  return effect === 'pause' && target.kind === 'agent' && isOwnerOf(by, findAgent(target.value))
}

/**
 * Whether this person may release this lock, or ask for it (protocol P1): a stop of everything needs an admin, and another
 * one besides; who may not stop everything may release their own stops alone.
 */
export function mayRelease(by: RosterKey, lock: Pick<LockRecord, 'target' | 'effect' | 'created_by'>, findAgent: FindAgent): boolean {
  if (lock.target.kind === 'all') return by.roles.includes('admin')
  return isKiller(by) || (isSameActor(lock.created_by, by.person) && mayEngage(by, lock, findAgent))
}

const isKiller = ({ roles }: RosterKey) => roles.includes('killer') || roles.includes('admin')

function isOwnerOf({ roles, person }: RosterKey, agent: Agent | undefined): boolean {
  const owner = agent?.owner ?? null
  return roles.includes('owner') && owner !== null && isSameActor(owner, person)
}
