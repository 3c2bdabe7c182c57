import type { HoldHandle } from './useHold.ts'
import classes from './HoldButton.module.css'

interface HoldButtonProps {
  readonly handle: HoldHandle
  readonly holdMs: number
  /** With a verb and an object, as in "Hold to stop 9 sessions". */
  readonly label: string
  /** With the verb, as in "Press Enter to begin". */
  readonly stepsLabel: string
  readonly isSteps: boolean
  readonly isReady: boolean
  readonly tone?: 'plain' | 'critical'
}

/** A button that does nothing when it is pressed and something when it is held. Enter on it holds as the pointer does. */
export function HoldButton({ handle, holdMs, label, stepsLabel, isSteps, isReady, tone = 'plain' }: HoldButtonProps) {
  const { hold, share } = handle
  const left = (((1 - share) * holdMs) / 1_000).toFixed(1)
  return (
    <button
      type="button"
      className={classes['hold']}
      data-tone={tone}
      data-status={hold.status}
      data-quarter={Math.floor(share * 4)}
      aria-disabled={!isReady}
      onPointerDown={(event) => {
        if (event.button === 0) handle.down(false)
      }}
      onPointerUp={handle.up}
      onPointerLeave={handle.up}
      onPointerCancel={handle.cancel}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return
        event.preventDefault()
        event.stopPropagation()
        handle.down(event.repeat)
      }}
      onKeyUp={(event) => event.key === 'Enter' && handle.up()}
    >
      <span className={classes['bar']} style={{ transform: `scaleX(${share})` }} aria-hidden />
      <span className={classes['words']}>{wordsOf(hold.status, { label, stepsLabel, left, isSteps })}</span>
    </button>
  )
}

function wordsOf(status: HoldHandle['hold']['status'], { label, stepsLabel, left, isSteps }: { label: string; stepsLabel: string; left: string; isSteps: boolean }): string {
  if (status === 'holding') return `Keep holding, ${left} s`
  if (status === 'waiting') return `Wait ${left} s`
  if (status === 'second') return 'Press Enter again'
  if (status === 'spent') return 'Handed over'
  return isSteps ? stepsLabel : label
}
