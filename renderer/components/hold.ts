/** How a person shows that they mean it: one long press, or two presses with a wait between them. */
export type HoldMode = 'hold' | 'steps'

/**
 * Where a hold is. `subject` is what is held for; when that changes, nothing of the hold counts. `spent` has done its work
 * and waits for the hand to let go.
 */
export type Hold =
  | { readonly status: 'idle' }
  | { readonly status: 'holding' | 'waiting' | 'second'; readonly subject: string; readonly sinceMs: number }
  | { readonly status: 'spent' }

export type HoldEvent =
  | { readonly kind: 'down'; readonly subject: string; readonly isRepeat: boolean; readonly atMs: number }
  | { readonly kind: 'up' }
  | { readonly kind: 'cancel' }
  /** What stands on screen to be held for, told whenever it may have changed. */
  | { readonly kind: 'subject'; readonly subject: string }
  | { readonly kind: 'tick'; readonly subject: string; readonly atMs: number }

export interface HoldTerms {
  readonly mode: HoldMode
  readonly holdMs: number
}

export interface HoldStep {
  readonly hold: Hold
  readonly isHeld: boolean
}

/** After the wait of the two presses, the second one counts for this long. */
export const SECOND_PRESS_MS = 10_000

export const IDLE: Hold = { status: 'idle' }

/** One step of a hold. It is held exactly once for each press that lasts, or for each second press. */
export function nextHold(hold: Hold, { mode, holdMs }: HoldTerms, event: HoldEvent): HoldStep {
  switch (event.kind) {
    case 'cancel':
      return still(IDLE)
    case 'subject':
      return still('subject' in hold && hold.subject !== event.subject ? IDLE : hold)
    case 'up':
      return still(hold.status === 'holding' || hold.status === 'spent' ? IDLE : hold)
    case 'down':
      if (event.isRepeat || hold.status === 'spent') return still(hold)
      if (hold.status === 'second' && hold.subject === event.subject) return { hold: { status: 'spent' }, isHeld: true }
      if (hold.status !== 'idle' && hold.status !== 'second') return still(hold)
      return still({ status: mode === 'hold' ? 'holding' : 'waiting', subject: event.subject, sinceMs: event.atMs })
    case 'tick':
      return ticked(hold, holdMs, event.subject, event.atMs)
  }
}

function ticked(hold: Hold, holdMs: number, subject: string, atMs: number): HoldStep {
  if (hold.status === 'idle' || hold.status === 'spent') return still(hold)
  if (hold.subject !== subject) return still(IDLE)
  const passed = atMs - hold.sinceMs
  if (hold.status === 'second') return still(passed > SECOND_PRESS_MS ? IDLE : hold)
  if (passed < holdMs) return still(hold)
  return hold.status === 'holding' ? { hold: { status: 'spent' }, isHeld: true } : still({ status: 'second', subject, sinceMs: atMs })
}

/** How much of the hold or of the wait has passed, from 0 to 1. */
export function heldShare(hold: Hold, holdMs: number, nowMs: number): number {
  if (hold.status === 'idle') return 0
  return hold.status === 'holding' || hold.status === 'waiting' ? Math.min(1, Math.max(0, (nowMs - hold.sinceMs) / holdMs)) : 1
}

const still = (hold: Hold): HoldStep => ({ hold, isHeld: false })
