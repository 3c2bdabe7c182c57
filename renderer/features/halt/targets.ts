import type { LockEffect, LockMode } from '../../../shared/domain/index.ts'
import type { AgentRow, SessionRow } from '../../../shared/ipc/views.ts'
import type { StopPreview, StopTarget } from '../../../shared/ipc/windowToCore.ts'
import { countOf, counted, listed } from '../../components/numbers.ts'

/** Something that a stop can be aimed at, as the picker lists it. */
export interface Option {
  readonly target: StopTarget
  /** Somebody else's word, hostile until it is shown. */
  readonly name: string
  readonly owner: string | null
  /** The end of its id, which tells two of one name apart. */
  readonly mark: string
  readonly sessions: number
}

export const KINDS = [{ kind: 'all', name: 'Everything' }, { kind: 'agent', name: 'Agent' }, { kind: 'session', name: 'Session' }] as const
export type TargetKind = (typeof KINDS)[number]['kind']

/** What can be found by typing: what runs first. An agent counts once, however many points know it. */
export function optionsOf(kind: TargetKind, agents: readonly AgentRow[], sessions: readonly SessionRow[]): readonly Option[] {
  if (kind === 'all') return []
  const options = kind === 'agent' ? agentOptions(agents, sessions) : sessions.filter(({ state }) => state !== 'ended').map(sessionOption)
  return [...options].sort((a, b) => b.sessions - a.sessions || (a.name < b.name ? -1 : a.name > b.name ? 1 : a.mark < b.mark ? -1 : 1))
}

/** The options whose name, owner or mark holds every typed word. */
export function narrow(options: readonly Option[], typed: string): readonly Option[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return options.filter(({ name, owner, mark }) => words.every((word) => `${name}\n${owner ?? ''}\n${mark}`.toLowerCase().includes(word)))
}

export const isSameTarget = (a: StopTarget | null, b: StopTarget | null): boolean => a !== null && b !== null && a.kind === b.kind && (a.kind === 'all' || (b.kind !== 'all' && a.value === b.value))

function agentOptions(agents: readonly AgentRow[], sessions: readonly SessionRow[]): readonly Option[] {
  const found = new Map<string, Option>()
  // An agent that only a session names can be stopped as well: a stop is never blocked by what is not known.
  for (const { agentId, agentName, ownerName } of sessions) found.set(agentId, option({ kind: 'agent', value: agentId }, agentName, ownerName))
  for (const { agentId, name, ownerName } of agents) found.set(agentId, option({ kind: 'agent', value: agentId }, name, ownerName))
  for (const { agentId, state } of sessions) {
    const known = found.get(agentId)
    if (known !== undefined && state !== 'ended') found.set(agentId, { ...known, sessions: known.sessions + 1 })
  }
  return [...found.values()]
}

function option(target: Extract<StopTarget, { value: unknown }>, name: string, owner: string | null): Option {
  return { target, name, owner, mark: target.value.slice(-4), sessions: 0 }
}

function sessionOption({ sessionId, agentName, ownerName }: SessionRow): Option {
  return { ...option({ kind: 'session', value: sessionId }, agentName, ownerName), sessions: 1 }
}

/** A figure and what it counts. */
export type PreviewLine = readonly [figure: string, words: string]

/** What a stop would do, in lines. Zero is said as well. */
export function previewLines({ points, sessions, liveSessions, challenges, otherSessions }: StopPreview): readonly PreviewLine[] {
  return [
    [countOf(sessions), `${sessions === 1 ? 'session' : 'sessions'}, of ${countOf(liveSessions)} live`],
    [countOf(challenges), challenges === 1 ? 'challenge is cancelled' : 'challenges are cancelled'],
    [countOf(points), points === 1 ? 'enforcement point gets the order' : 'enforcement points get the order'],
    [countOf(otherSessions), otherSessions === 1 ? 'session of another agent' : 'sessions of other agents'],
  ]
}

/** What the preview cannot promise, or null. `nameOf` writes a name of others so that nothing in it hides. */
export function silentWords({ silentPoints }: StopPreview, nameOf: (text: string) => string): string | null {
  if (silentPoints.length === 0) return null
  const isOne = silentPoints.length === 1
  return `${listed(silentPoints.map(nameOf))} ${isOne ? 'is' : 'are'} silent, so ${isOne ? 'its' : 'their'} sessions may have changed. The stop is recorded at once and sent first when ${isOne ? 'it is' : 'they are'} back.`
}

/** How a stop is done. */
export interface Manner {
  readonly effect: LockEffect
  readonly mode: LockMode
}

/** What the button that is held says: a verb and a number. The number is not known before the core has counted. */
export function holdWords({ effect }: Manner, preview: StopPreview | null, kind: TargetKind): string {
  const verb = effect === 'pause' ? 'Hold to pause' : 'Hold to stop'
  if (preview !== null) return `${verb} ${counted(preview.sessions, 'session')}`
  return `${verb} ${kind === 'all' ? 'everything' : `this ${kind}`}`
}
