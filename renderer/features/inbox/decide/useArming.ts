import { useEffect, useRef, useState } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { arm, armedFrom, isArmed, UNARMED, type Act, type ArmingEvent } from './arming.ts'
import { fingerprintOf, frictionOf } from './needs.ts'

export interface ArmingHandle {
  readonly isApproveArmed: boolean
  readonly down: (act: Act, isRepeat: boolean) => void
  /** @returns the challenge to act on, or null where the press does not count */
  readonly up: (act: Act) => string | null
  readonly lost: () => void
}

/** The arming rules for the card on screen, with the window's own focus and clock. */
export function useArming(card: ChallengeCard): ArmingHandle {
  const state = useRef(UNARMED)
  const [isApproveArmed, setIsApproveArmed] = useState(false)
  const timer = useRef(0)
  const take = (event: ArmingEvent) => {
    const step = arm(state.current, event)
    state.current = step.state
    window.clearTimeout(timer.current)
    const now = performance.now()
    const from = armedFrom(step.state, 'approve')
    setIsApproveArmed(isArmed(step.state, 'approve', now))
    if (from !== null && from > now) timer.current = window.setTimeout(() => setIsApproveArmed(isArmed(state.current, 'approve', performance.now())), from - now + 1)
    return step.acted
  }
  const latest = useRef(take)
  useEffect(() => {
    latest.current = take
  })

  useEffect(() => {
    const focus = () => void latest.current({ kind: 'focused', atMs: performance.now() })
    const blur = () => void latest.current({ kind: 'blurred' })
    if (document.hasFocus()) focus()
    window.addEventListener('focus', focus)
    window.addEventListener('blur', blur)
    return () => {
      window.removeEventListener('focus', focus)
      window.removeEventListener('blur', blur)
      window.clearTimeout(timer.current)
    }
  }, [])

  const { challengeId } = card.row
  const fingerprint = fingerprintOf(card)
  const { dwellMs } = frictionOf(card)
  useEffect(() => {
    latest.current({ kind: 'shown', subject: { challengeId, fingerprint, dwellMs }, atMs: performance.now() })
  }, [challengeId, fingerprint, dwellMs])

  return {
    isApproveArmed,
    down: (act, isRepeat) => void take({ kind: 'pressBegan', act, isRepeat, atMs: performance.now() }),
    up: (act) => take({ kind: 'pressEnded', act, atMs: performance.now() })?.challengeId ?? null,
    lost: () => void take({ kind: 'pressLost' }),
  }
}
