import { useEffect, useState } from 'react'

/** The time, new at every full second, in milliseconds since 1970. Nothing on screen changes more often by itself. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    let timer: number
    const tick = () => {
      setNow(Date.now())
      timer = window.setTimeout(tick, 1_000 - (Date.now() % 1_000))
    }
    timer = window.setTimeout(tick, 1_000 - (Date.now() % 1_000))
    return () => window.clearTimeout(timer)
  }, [])
  return now
}
