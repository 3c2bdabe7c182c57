import { LIMITS } from '../../../shared/protocol/index.ts'
import { assertNever } from '../../../shared/util/assertNever.ts'
import type { LinkState } from './ports.ts'

/** A link's state with what it takes to leave it: how often in a row it failed. */
export interface LinkCourse {
  readonly state: LinkState
  readonly failures: number
}

export type LinkEvent =
  | { readonly kind: 'attached'; readonly nowMs: number; readonly linkNumber: number }
  /** Nothing was heard of an attached point for the dead time. */
  | { readonly kind: 'silence'; readonly nowMs: number; readonly reason: string }
  /** The connection ended, or there was none; trying again may help. `jitter` is from 0 to below 1. */
  | { readonly kind: 'ended'; readonly nowMs: number; readonly reason: string; readonly jitter: number }
  /** Trying again as it is would not help. */
  | { readonly kind: 'refused'; readonly nowMs: number; readonly reason: string }
  | { readonly kind: 'retryDue'; readonly nowMs: number }
  /** A person wants it tried now. */
  | { readonly kind: 'retryAsked'; readonly nowMs: number }

export const firstCourse = (nowMs: number): LinkCourse => ({ state: { status: 'connecting', sinceMs: nowMs }, failures: 0 })

/** Whether a connection is being made or stands in this state. In the other two nothing is open. */
export const isDialling = ({ status }: LinkState): boolean => status === 'connecting' || status === 'silent' || status === 'attached'

/**
 * One step of a link. Only `attached` is live. A connection that ends is tried again after a wait that grows with each
 * failure in a row; an attachment that lasted as long as the longest wait starts the row anew, so that a point which
 * lets in and throws out at once is not hammered.
 */
export function nextLinkCourse(course: LinkCourse, event: LinkEvent): LinkCourse {
  const { state } = course
  const { nowMs } = event
  switch (event.kind) {
    case 'attached':
      if (state.status !== 'connecting' && state.status !== 'silent') return course
      return { ...course, state: { status: 'attached', sinceMs: nowMs, linkNumber: event.linkNumber } }
    case 'silence':
      if (state.status !== 'attached') return course
      return { failures: failuresAfter(course, nowMs), state: { status: 'silent', sinceMs: nowMs, reason: event.reason } }
    case 'ended': {
      if (!isDialling(state)) return course
      const failures = failuresAfter(course, nowMs)
      return { failures: failures + 1, state: { status: 'waiting', sinceMs: nowMs, reason: event.reason, retryAtMs: nowMs + backoffMs(failures, event.jitter) } }
    }
    case 'refused':
      return isDialling(state) ? { failures: 0, state: { status: 'refused', sinceMs: nowMs, reason: event.reason } } : course
    case 'retryDue':
      return state.status === 'waiting' ? { ...course, state: { status: 'connecting', sinceMs: nowMs } } : course
    case 'retryAsked':
      return isDialling(state) ? course : { ...course, state: { status: 'connecting', sinceMs: nowMs } }
    default:
      return assertNever(event)
  }
}

/** From half a second up to a bound that doubles from one second to half a minute: many consoles do not march in step. */
export function backoffMs(failures: number, jitter: number): number {
  const { backoffFirstMs, backoffLongestMs } = LIMITS
  const bound = Math.min(backoffLongestMs, 2 * backoffFirstMs * 2 ** failures)
  return backoffFirstMs + Math.round(jitter * (bound - backoffFirstMs))
}

function failuresAfter({ state, failures }: LinkCourse, nowMs: number): number {
  return state.status === 'attached' && nowMs - state.sinceMs >= LIMITS.backoffLongestMs ? 0 : failures
}
