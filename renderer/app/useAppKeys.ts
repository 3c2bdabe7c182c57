import { useLayoutEffect } from 'react'
import { focusList, focusNextPane } from '../components/focusNextPane.ts'
import { SCREENS } from '../components/screens.ts'
import { toggleKeys } from '../stores/keysPanel.ts'
import { openScreen, type ScreenId } from '../stores/screen.ts'

/** The keys that mean the same on every screen. */
export function useAppKeys(): void {
  // A layout effect, so that there is no moment in which the window is drawn and its keys do nothing.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (actOn(event)) event.preventDefault()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** @returns whether the key was ours */
function actOn(event: KeyboardEvent): boolean {
  if (event.altKey) return false
  if (event.key === 'F6') return focusNextPane(event.shiftKey ? -1 : 1)
  if (event.ctrlKey || event.metaKey) return actOnChord(event)
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') return focusList(event.target)
  // Single letters belong to a text field while one has focus.
  if (event.key !== '?' || event.target instanceof HTMLInputElement) return false
  toggleKeys()
  return true
}

function actOnChord(event: KeyboardEvent): boolean {
  if (event.shiftKey && event.key.toLowerCase() === 'x') return open('halt')
  const screen = event.shiftKey ? undefined : SCREENS.find(({ shortcut }) => shortcut === event.key)
  return screen !== undefined && open(screen.id)
}

function open(screen: ScreenId): true {
  openScreen(screen)
  return true
}
