import { create } from 'zustand'
import type { StopTarget } from '../../shared/ipc/windowToCore.ts'
import { openScreen } from './screen.ts'

interface HaltTargetStore {
  /** What was chosen to be stopped before the kill screen opened; null where nothing was. */
  readonly target: StopTarget | null
}

/** The target with which the kill screen opens. The screen reads it, and clears it once it has taken it over. */
export const useHaltTarget = create<HaltTargetStore>(() => ({ target: null }))

/** Opens the kill screen with a target chosen. Nothing is stopped by this: the screen asks for its hold. */
export function openHaltOf(target: StopTarget): void {
  useHaltTarget.setState({ target })
  openScreen('halt')
}

export const clearHaltTarget = () => useHaltTarget.setState({ target: null })
