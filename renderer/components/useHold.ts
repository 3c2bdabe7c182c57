import { useEffect, useRef, useState } from 'react'
import { heldShare, IDLE, nextHold, type Hold, type HoldEvent, type HoldMode } from './hold.ts'

interface HoldOptions {
  readonly mode: HoldMode
  readonly holdMs: number
  /** What is held for. A change of it ends a hold without effect. */
  readonly subject: string
  readonly isReady: boolean
  /** Called once, while the key or pointer is still down. */
  readonly onHeld: () => void
}

export interface HoldHandle {
  readonly hold: Hold
  /** How much has passed, from 0 to 1. */
  readonly share: number
  readonly down: (isRepeat: boolean) => void
  readonly up: () => void
  readonly cancel: () => void
}

/** Whoever checks the hold counts from the press as the system saw it; a little more than asked is never too short. */
const MARGIN_MS = 60

/** A hold as a hook. Losing the window's focus ends it, and so does anything that changes under it. */
export function useHold({ mode, holdMs, subject, isReady, onHeld }: HoldOptions): HoldHandle {
  const [hold, setHold] = useState<Hold>(IDLE)
  const [nowMs, setNowMs] = useState(0)
  const current = useRef<Hold>(IDLE)
  const terms = { mode, holdMs: holdMs + MARGIN_MS }
  const take = (event: HoldEvent) => {
    const step = nextHold(current.current, terms, event)
    current.current = step.hold
    setHold(step.hold)
    setNowMs(performance.now())
    if (step.isHeld) onHeld()
  }
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })

  useEffect(() => latest.current(isReady ? { kind: 'subject', subject } : { kind: 'cancel' }), [subject, isReady])
  useEffect(() => {
    const cancel = () => latest.current({ kind: 'cancel' })
    window.addEventListener('blur', cancel)
    return () => window.removeEventListener('blur', cancel)
  }, [])
  const isRunning = hold.status === 'holding' || hold.status === 'waiting' || hold.status === 'second'
  useEffect(() => {
    if (!isRunning) return undefined
    const timer = setInterval(() => latest.current({ kind: 'tick', subject, atMs: performance.now() }), 50)
    return () => clearInterval(timer)
  }, [isRunning, subject])

  return {
    hold,
    share: heldShare(hold, holdMs, nowMs),
    down: (isRepeat) => {
      if (isReady) take({ kind: 'down', subject, isRepeat, atMs: performance.now() })
    },
    up: () => take({ kind: 'up' }),
    cancel: () => take({ kind: 'cancel' }),
  }
}
