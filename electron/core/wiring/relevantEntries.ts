import type { ChallengeId, PointId, SessionId } from '../../../shared/domain/index.ts'
import { MOST_ENDED } from '../inbox/index.ts'
import type { EntryOutline } from '../ledger/index.ts'

/** Longer than any challenge waits or runs. One of which nothing was said for so long is over. */
const OVER_AFTER_MS = 60 * 60 * 1_000
/** Events carry the whole record, all but the one that tells what became of a call: one of the last two has it. */
const LAST_WORDS = 2
/** The newest are read whole: the list keeps of what has ended only what was on it while it waited. */
const READ_WHOLE = 200

interface Told {
  readonly events: number[]
  readonly decisions: number[]
  lastN: number
  lastAt: string
  /** Decisions that were recorded, less those that were answered or settled. One can be both, and makes up for no other. */
  unanswered: number
}

/**
 * Which entries a core that starts has to read, by what the columns for search say: all but what a later entry has
 * overtaken, and what is about challenges that are not held any more (decision 0019). A log of years has hundreds of
 * thousands of them, each costs up to half a millisecond, and a person waits.
 * @param outlines of the entries that are folded into the rooms, oldest first
 * @returns their numbers, ascending
 */
export function relevantEntries(outlines: Iterable<EntryOutline>): readonly number[] {
  const challenges = new Map<ChallengeId, Told>()
  const sessions = new Map<SessionId, number[]>()
  const lastEvents = new Map<PointId, number>()
  const others: number[] = []
  let newestAt = ''
  for (const { n, at, kind, subjects: { pointId, challengeId, sessionId } } of outlines) {
    // The clock may have been set back since.
    if (at > newestAt) newestAt = at
    const isEvent = kind === 'point.event'
    if (isEvent && pointId !== undefined) lastEvents.set(pointId, n)
    if (challengeId !== undefined && (isEvent || kind.startsWith('decision.'))) note(challenges, challengeId, { n, at, kind })
    else if (isEvent && sessionId !== undefined) addTo(sessions, sessionId, n)
    else others.push(n)
  }
  const overBeforeMs = Date.parse(newestAt) - OVER_AFTER_MS
  const ofChallenges = newestFirst([...challenges.values()], ({ lastN }) => lastN).flatMap((told, age) => entriesOf(told, age, overBeforeMs))
  const ofSessions = newestFirst([...sessions.values()], lastOf).flatMap((events, age) => (age < READ_WHOLE ? events : [lastOf(events)]))
  // The last event of a point says where its stream stands.
  return [...new Set([...others, ...lastEvents.values(), ...ofSessions, ...ofChallenges])].sort((a, b) => a - b)
}

function addTo(sessions: Map<SessionId, number[]>, sessionId: SessionId, n: number): void {
  const events = sessions.get(sessionId)
  if (events === undefined) sessions.set(sessionId, [n])
  else events.push(n)
}

function note(challenges: Map<ChallengeId, Told>, challengeId: ChallengeId, { n, at, kind }: Pick<EntryOutline, 'n' | 'at' | 'kind'>): void {
  const told = challenges.get(challengeId) ?? { events: [], decisions: [], lastN: n, lastAt: at, unanswered: 0 }
  challenges.set(challengeId, told)
  told.lastN = n
  told.lastAt = at
  if (kind === 'point.event') return void told.events.push(n)
  told.decisions.push(n)
  told.unanswered = kind === 'decision.recorded' ? Math.max(0, told.unanswered) + 1 : told.unanswered - 1
}

/** Those that were spoken of last come first. */
const newestFirst = <T>(all: readonly T[], lastN: (one: T) => number): readonly T[] => all.toSorted((a, b) => lastN(b) - lastN(a))
const lastOf = (events: readonly number[]): number => events.at(-1) ?? 0

function entriesOf({ events, decisions, lastAt, unanswered }: Told, age: number, overBeforeMs: number): readonly number[] {
  const isOpen = unanswered > 0 || Date.parse(lastAt) > overBeforeMs
  if (!isOpen && age >= MOST_ENDED) return []
  return [...(age < READ_WHOLE ? events : events.slice(-LAST_WORDS)), ...decisions]
}
