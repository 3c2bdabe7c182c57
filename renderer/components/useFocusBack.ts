import { useEffect, useRef, type RefObject } from 'react'

/** Gives focus back to the grid inside an element once what was opened from it is closed. */
export function useFocusBack(isOpen: boolean, element: RefObject<HTMLElement | null>): void {
  const wasOpen = useRef(isOpen)
  // Only after the page is drawn: where the window is narrow, the grid is not there while the drawer is.
  useEffect(() => {
    if (wasOpen.current && !isOpen) element.current?.querySelector<HTMLElement>('[role=grid]')?.focus()
    wasOpen.current = isOpen
  }, [isOpen, element])
}
