import { useSyncExternalStore } from 'react'

const SECOND = 1_000

/**
 * The time, new at every full second, in milliseconds since 1970. Nothing on screen changes more often by itself, and
 * whatever is drawn within one second is drawn of the same moment: two countdowns of one deadline never disagree.
 */
export function useNow(): number {
  return useSyncExternalStore(everySecond, thisSecond)
}

const thisSecond = () => Math.floor(Date.now() / SECOND) * SECOND

function everySecond(changed: () => void): () => void {
  let timer: number
  const wait = () => {
    timer = window.setTimeout(() => {
      changed()
      wait()
    }, SECOND - (Date.now() % SECOND))
  }
  wait()
  return () => window.clearTimeout(timer)
}
