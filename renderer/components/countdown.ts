/** How much time is left, as it is drawn. Running out is the safe outcome, so there is no alarm among them. */
export type CountdownWeight = 'plenty' | 'near' | 'soon' | 'last' | 'over'

export interface CountdownFacts {
  /** `22 min`, under ten minutes `3:20`. */
  readonly text: string
  /** The same to be read aloud: `1 minute 42 left`. */
  readonly words: string
  readonly weight: CountdownWeight
}

const SECOND = 1_000
const MINUTE = 60 * SECOND

/** What stands for the time until a deadline, in whole seconds that are left: never more than there are. Both in milliseconds since 1970. */
export function countdownOf(deadlineMs: number, nowMs: number): CountdownFacts {
  const left = Math.max(0, deadlineMs - nowMs)
  const seconds = Math.floor(left / SECOND)
  const minutes = Math.floor(seconds / 60)
  const rest = seconds % 60
  if (left === 0) return { text: '0:00', words: 'its time is over', weight: 'over' }
  if (left >= 10 * MINUTE) return { text: `${Math.floor(left / MINUTE)} min`, words: `${Math.floor(left / MINUTE)} minutes left`, weight: 'plenty' }
  const weight = left < 30 * SECOND ? 'last' : left < 2 * MINUTE ? 'soon' : 'near'
  const words = minutes === 0 ? `${rest} seconds left` : `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}${rest === 0 ? '' : ` ${rest}`} left`
  return { text: `${minutes}:${String(rest).padStart(2, '0')}`, words, weight }
}
