import { powerMonitor } from 'electron'

export interface ScreenListeners {
  readonly onLocked: (isLocked: boolean) => void
  /** The machine slept. Main's clock stood still meanwhile, so that what was pressed before looks fresh. */
  readonly onResume: () => void
}

/** Watches whether the person can be at the screen at all. Only after the app is ready. */
export function watchScreen({ onLocked, onResume }: ScreenListeners): void {
  powerMonitor.on('lock-screen', () => onLocked(true))
  powerMonitor.on('unlock-screen', () => onLocked(false))
  powerMonitor.on('resume', onResume)
  // Where the system cannot say it, the screen counts as unlocked: a hand is still needed.
  onLocked(powerMonitor.getSystemIdleState(1) === 'locked')
}
