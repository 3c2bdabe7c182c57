import { countdownOf } from './countdown.ts'
import classes from './Countdown.module.css'

interface CountdownProps {
  readonly deadlineMs: number
  readonly nowMs: number
  /** Not live: the time is this computer's own guess, and is drawn as one. */
  readonly isLive: boolean
}

/** The time that is left, in a list. It is never a live region and never a warm colour. */
export function Countdown({ deadlineMs, nowMs, isLive }: CountdownProps) {
  const { text, weight } = countdownOf(deadlineMs, nowMs)
  return (
    <span className={classes['time']} data-weight={weight} data-live={isLive}>
      {isLive ? text : `≈ ${text}`}
    </span>
  )
}
