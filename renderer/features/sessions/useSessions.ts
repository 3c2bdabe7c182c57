import { useMemo, useState } from 'react'
import type { SessionId } from '../../../shared/domain/index.ts'
import type { SessionRow } from '../../../shared/ipc/views.ts'
import { useInboxRows, useSessionRows } from '../../stores/feed.ts'
import { find, inOrder, isOn, wordOf, type SessionWord } from './listSessions.ts'

/** What the table shows of all sessions, and how it is held still. */
export interface Sessions {
  /** Null while nothing is known. */
  readonly rows: readonly SessionRow[] | null
  readonly all: number
  readonly live: number
  readonly wordFor: (session: SessionRow) => SessionWord
  readonly frozen: { readonly atMs: number; readonly changes: number } | null
  readonly toggleFrozen: () => void
}

/** The sessions of the feed, filtered; or as they were when they were frozen, with what changed since counted. */
export function useSessions(typed: string): Sessions {
  const live = useSessionRows()
  const waiting = useWaiting()
  const [held, setHeld] = useState<{ readonly rows: Readonly<Record<string, SessionRow>>; readonly atMs: number } | null>(null)
  const source = live === null ? null : (held?.rows ?? live)
  const wordFor = (session: SessionRow) => wordOf(session, waiting.get(session.sessionId) ?? 0)
  const ordered = useMemo(() => (source === null ? null : inOrder(Object.values(source))), [source])
  return {
    rows: ordered === null ? null : find(ordered, typed, wordFor),
    all: ordered?.length ?? 0,
    live: ordered?.filter((session) => isOn(session) && session.isLive).length ?? 0,
    wordFor,
    frozen: held === null ? null : { atMs: held.atMs, changes: changesBetween(held.rows, live ?? {}) },
    toggleFrozen: () => setHeld(held === null && live !== null ? { rows: live, atMs: Date.now() } : null),
  }
}

function useWaiting(): ReadonlyMap<SessionId, number> {
  const inbox = useInboxRows()
  return useMemo(() => {
    const counts = new Map<SessionId, number>()
    for (const { sessionId, end } of Object.values(inbox ?? {})) if (end === null) counts.set(sessionId, (counts.get(sessionId) ?? 0) + 1)
    return counts
  }, [inbox])
}

/** The feed sends whole rows and keeps the others, so a row that is another object is one that changed. */
function changesBetween(before: Readonly<Record<string, SessionRow>>, after: Readonly<Record<string, SessionRow>>): number {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...ids].filter((id) => before[id] !== after[id]).length
}
