import { isSameActor, type Actor, type AgentId, type DecisionId } from '../../shared/domain/index.ts'
import type { Agent, ChallengeRecord, Evaluation, NamedActor, Role } from '../../shared/protocol/index.ts'

// Who may see what (protocol P1). Where an object names no group, its group is everybody.

/** Whom something is shown to. */
export interface Viewer {
  readonly person: NamedActor
  readonly roles: readonly Role[]
  readonly groups: readonly string[]
}

/**
 * Whom an event concerns, fixed when it happened, so that it is the same bytes whenever it is sent to the same console.
 * `call` marks what holds the arguments of a call within a signature: it cannot be shown in part. Locks and epochs
 * concern everybody, because the hash of all locks in each statement is over them.
 */
export type Scope =
  | { readonly of: 'everybody' }
  | { readonly of: 'agent' | 'call'; readonly owner: Actor | null; readonly groups: readonly string[]; readonly own?: readonly OwnDecisions[] }

/** The accepted decisions of one reviewer on the challenge that an event is about. */
export interface OwnDecisions {
  readonly reviewer: Actor
  readonly ids: readonly DecisionId[]
}

export const EVERYBODY: Scope = { of: 'everybody' }

/** A group that no roster can name. */
export const NO_GROUP = '\u0000'

/** Nobody's but a killer's: what cannot be traced to an agent. */
export const UNTRACED: Scope = { of: 'agent', owner: null, groups: [NO_GROUP] }

/** Finds an agent as it is registered now. */
export type FindAgent = (agentId: AgentId) => Agent | undefined

export const scopeOfAgent = (agent: Agent | undefined, groups: readonly string[] = agent?.groups ?? []): Scope => ({ of: 'agent', owner: actorOf(agent), groups })

/** The scope of a challenge: the groups of its agent, and those whose answer it asks for. */
export function scopeOfCall(agent: Agent | undefined, eligible: readonly string[], own?: readonly OwnDecisions[]): Scope {
  const groups = agent?.groups ?? []
  return { of: 'call', owner: actorOf(agent), groups: groups.length === 0 ? [] : [...new Set([...groups, ...eligible])], ...(own === undefined ? {} : { own }) }
}

/**
 * Whether somebody may see it. A killer or admin sees everything but calls: a challenge is signed as a whole, so there is
 * no redacted one, and whoever is not an approver as well gets none of them, only sessions, agents, counts and locks.
 */
export function maySee({ person, roles, groups }: Viewer, scope: Scope): boolean {
  if (scope.of === 'everybody') return true
  if (scope.of === 'agent' && (roles.includes('killer') || roles.includes('admin'))) return true
  if (roles.includes('owner') && scope.owner !== null && isSameActor(scope.owner, person)) return true
  const isByGroup = roles.includes('approver') || roles.includes('observer')
  return isByGroup && (scope.groups.length === 0 || scope.groups.some((group) => groups.includes(group)))
}

/** Whether somebody may read what a call was about, where the scope of the event is that of its agent. */
export const mayReadCalls = (viewer: Viewer, scope: Scope): boolean => scope.of === 'everybody' || maySee(viewer, { ...scope, of: 'call' })

/**
 * A challenge as this person may have it. While it waits nothing is told of what others decided but their number (blind
 * quorum); which decisions of the reviewer's own were accepted is always told.
 */
export function recordFor(record: ChallengeRecord, own: readonly DecisionId[]): ChallengeRecord {
  const { ended_by, own_decisions: _, ...rest } = record
  const shown = record.state !== 'pending' && ended_by !== undefined ? { ended_by } : {}
  return { ...rest, ...shown, own_decisions: own.slice(-16) }
}

/** An evaluation as somebody may have it who may not read calls: nothing of what the call was about. */
export function withoutCall(evaluation: Evaluation): Evaluation {
  const { subject, action, resource } = evaluation.request
  return {
    ...evaluation,
    request: { subject: named(subject), action: named(action), resource: named(resource), context: {} },
    signals: evaluation.signals.map((signal) => ({ ...signal, sentence: '' })),
    reason: '',
    policy_errors: [],
  }
}

const named = (object: Evaluation['request']['subject']) => Object.fromEntries(Object.entries(object).filter(([member]) => ['type', 'id', 'name'].includes(member)))

const actorOf = (agent: Agent | undefined): Actor | null => (agent?.owner ? { iss: agent.owner.iss, sub: agent.owner.sub } : null)
