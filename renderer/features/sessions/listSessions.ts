import type { Hop } from '../../../shared/domain/index.ts'
import type { SessionRow } from '../../../shared/ipc/views.ts'

/** How a session stands, in the words of the column. Silent is the point's silence, not the session's. */
export type SessionWord = 'Running' | 'Waiting' | 'Paused' | 'Stop sent' | 'Killed' | 'Silent' | 'Ended'

/**
 * The word for a session. What is not live is told first, because nothing proves the rest; and a stop that its point has
 * not confirmed is only sent.
 * @param waiting the challenges of this session that wait for a person
 */
export function wordOf(session: SessionRow, waiting: number): SessionWord {
  if (session.state === 'ended') return session.lockedBy === 'halt' ? 'Killed' : 'Ended'
  if (!session.isLive) return 'Silent'
  if (session.lockedBy === 'halt') return 'Killed'
  if (session.lockOrdered !== null) return 'Stop sent'
  if (session.state === 'paused' || session.lockedBy === 'pause') return 'Paused'
  return waiting > 0 ? 'Waiting' : 'Running'
}

/** Whether a session goes on, as far as this console was told. */
export const isOn = ({ state }: SessionRow): boolean => state !== 'ended'

/**
 * The sessions in the order of the table: those that go on, newest first, then those that ended, newest first. A
 * session's start never changes, so no row moves but by its end.
 */
export function inOrder(sessions: readonly SessionRow[]): readonly SessionRow[] {
  return [...sessions].sort((a, b) => Number(isOn(b)) - Number(isOn(a)) || b.startedAtMs - a.startedAtMs || (a.sessionId < b.sessionId ? -1 : 1))
}

/**
 * The sessions that a person looks for: every typed word stands somewhere in what the row says. Names are compared as
 * they are, so that a look-alike is found by its own letters alone and never passes for another.
 */
export function find(sessions: readonly SessionRow[], typed: string, wordFor: (session: SessionRow) => SessionWord): readonly SessionRow[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return sessions
  return sessions.filter((session) => {
    const said = [session.agentName, session.sessionId, session.ownerName, session.purpose, session.environment, session.route, wordFor(session), ...session.servers, ...session.chain.flatMap(({ name, sub }) => [name, sub])]
    const text = said.filter((part) => part !== null && part !== undefined).join('\n').toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** What a hop is called: its name where it has one, else its subject. Of the chain alone; a name proves nothing. */
export const nameOfHop = ({ name, sub }: Hop): string => name ?? sub

/** The end of an id, which tells it from others of its time: the first part of a UUIDv7 is the clock. */
export const shortId = (id: string): string => id.slice(-4)

/** The row as one sentence for a screen reader. `nameOf` writes a name of others so that nothing in it hides. */
export function spokenRow(session: SessionRow, word: SessionWord, nameOf: (text: string) => string): string {
  const { allow, challenge, deny } = session.counts
  const parts = [
    session.isLive ? word : `${word}, not live`,
    nameOf(session.agentName),
    session.ownerName === null ? 'no owner' : `owner ${nameOf(session.ownerName)}`,
    session.environment,
    `${allow} allowed, ${challenge} challenged, ${deny} denied`,
  ]
  return parts.join(', ')
}
