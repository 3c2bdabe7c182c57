import { create } from 'zustand'

const SCREEN_IDS = ['inbox', 'sessions', 'agents', 'halt', 'log', 'insights', 'fleet', 'settings'] as const
export type ScreenId = (typeof SCREEN_IDS)[number]

interface ScreenStore {
  readonly screen: ScreenId
}

/** Which screen is open. It stands in the address as well, so that a reloaded window comes back to it. */
export const useScreen = create<ScreenStore>(() => ({ screen: fromAddress() }))

export function openScreen(screen: ScreenId): void {
  window.location.hash = screen
  useScreen.setState({ screen })
}

function fromAddress(): ScreenId {
  const name = window.location.hash.slice(1)
  return SCREEN_IDS.find((id) => id === name) ?? 'inbox'
}
