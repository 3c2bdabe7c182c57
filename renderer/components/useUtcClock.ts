import { useEffect, useState } from 'react'

/** The time in UTC as `03:14:22`, new at every full second. */
export function useUtcClock(): string {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    let timer: number
    // An interval would drift away from the full second; each tick aims at the next one anew.
    const tick = () => {
      setNow(Date.now())
      timer = window.setTimeout(tick, 1_000 - (Date.now() % 1_000))
    }
    tick()
    return () => window.clearTimeout(timer)
  }, [])
  return utcTime(now)
}

/** A moment in UTC as `03:14:22`. */
export const utcTime = (ms: number): string => new Date(ms).toISOString().slice(11, 19)
