import { useCallback, useEffect, useReducer } from 'react'
import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { arrange, NOTHING_ARRANGED, showAll, type Arrangement } from './arrangement.ts'

export interface ArrangementHandle {
  readonly arrangement: Arrangement
  /** Puts the arrivals in, because a person asked for them. */
  readonly showHeldBack: () => void
}

/** The list as it stands, kept still while it is in use. Nothing is known of it while there are no rows to speak of. */
export function useArrangement(rows: Readonly<Record<string, InboxRow>> | null, isInUse: boolean, nowMs: number): ArrangementHandle {
  const [arrangement, change] = useReducer((before: Arrangement, step: (before: Arrangement) => Arrangement) => step(before), NOTHING_ARRANGED)
  useEffect(() => {
    change((before) => (rows === null ? NOTHING_ARRANGED : arrange(before, { rows, isInUse, nowMs })))
  }, [rows, isInUse, nowMs])
  const showHeldBack = useCallback(() => change((before) => (rows === null ? before : showAll(before, rows, Date.now()))), [rows])
  return { arrangement, showHeldBack }
}
