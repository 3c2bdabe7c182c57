import type { Delivery } from '../../shared/domain/index.ts'

/** One of the four dots. `waited` is the one that has not been said yet and is waited for. */
export interface ProgressDot {
  readonly name: string
  readonly state: 'said' | 'waited' | 'open'
}

export interface ProgressFacts {
  readonly dots: readonly ProgressDot[]
  /** How it ended, where it did. */
  readonly end: 'Executed' | 'Executed with an error' | 'Denied' | 'Blocked' | 'Refused' | 'Unconfirmed' | 'Undelivered' | 'Not known' | 'Aborted' | null
}

/** After this long without an answer a decision that was sent is called unconfirmed. */
export const NO_ANSWER_MS = 10_000

const SAID: Readonly<Record<Delivery['status'], number>> = {
  recorded: 1, sent: 2, unconfirmed: 2, undelivered: 1, refused: 2, accepted: 3, forwarded: 3, blocked: 3, aborted: 3, executed: 4, executed_with_error: 4, unknown: 3,
}

const ENDS: Readonly<Partial<Record<Delivery['status'], ProgressFacts['end']>>> = {
  executed: 'Executed', executed_with_error: 'Executed with an error', blocked: 'Blocked', refused: 'Refused', unconfirmed: 'Unconfirmed', undelivered: 'Undelivered', unknown: 'Not known', aborted: 'Aborted',
}

/** Where a decision really is. A dot is filled only when that has been said; a denial has nothing to execute. */
export function progressOf(verdict: 'approve' | 'deny', delivery: Delivery, sinceMs: number, nowMs: number): ProgressFacts {
  const names = verdict === 'approve' ? ['Recorded', 'Sent', 'Accepted', 'Executed'] : ['Recorded', 'Sent', 'Accepted']
  const said = SAID[delivery.status]
  const isLate = delivery.status === 'sent' && nowMs - sinceMs >= NO_ANSWER_MS
  const end = isLate ? 'Unconfirmed' : verdict === 'deny' && delivery.status === 'accepted' ? 'Denied' : (ENDS[delivery.status] ?? null)
  const dots = names.map((name, index) => ({ name, state: index < said ? 'said' as const : index === said && (end === null || isLate) ? 'waited' as const : 'open' as const }))
  return { dots, end }
}
