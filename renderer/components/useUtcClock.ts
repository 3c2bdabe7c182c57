import { useEffect, useState } from 'react'

/** The time in UTC as `03:14:22`, new at every full second. */
export function useUtcClock(): string {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setTimeout(() => setNow(Date.now()), 1_000 - (Date.now() % 1_000))
    return () => clearTimeout(timer)
  }, [now])
  return utcTime(now)
}

/** A moment in UTC as `03:14:22`. */
export const utcTime = (ms: number): string => new Date(ms).toISOString().slice(11, 19)
