import { useEffect, useRef } from 'react'
import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { useNow } from '../../../components/useNow.ts'
import { say } from '../../../stores/announcements.ts'
import { markPassed } from './markPassed.ts'

/** Says of the open challenge when little time is left, and how it ended. */
export function useAnnouncedTime({ deadlineMs, end }: InboxRow): void {
  const nowMs = useNow()
  const before = useRef(nowMs)
  useEffect(() => {
    const mark = end === null ? markPassed(deadlineMs, before.current, nowMs) : null
    before.current = nowMs
    if (mark !== null) say(`${mark} left, then it is denied.`)
  }, [nowMs, deadlineMs, end])
  const state = end?.state
  useEffect(() => {
    if (state !== undefined) say(`The open challenge has ended: ${state}.`)
  }, [state])
}
