import { useLayoutEffect, useRef } from 'react'
import { isPlainPress, isTyping } from './keyTarget.ts'

/** What a key does, by what it is called on the keyboard: letters in lower case, with Shift as `Shift+r`. */
export type ScreenKeys = Readonly<Record<string, (() => void) | undefined>>

/** The single keys of a screen while it is open. They are off while a text field has focus, and repeats never count. */
export function useScreenKeys(keys: ScreenKeys): void {
  const current = useRef(keys)
  useLayoutEffect(() => {
    current.current = keys
  })
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isPlainPress(event) || isTyping(event)) return
      const name = nameOf(event)
      const act = Object.hasOwn(current.current, name) ? current.current[name] : undefined
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}

/** Shift is part of the name of a letter alone: of a sign it only says how the keyboard makes it. */
function nameOf({ key, shiftKey }: KeyboardEvent): string {
  const name = key.length === 1 ? key.toLowerCase() : key
  return shiftKey && /^[a-z]$/.test(name) ? `Shift+${name}` : name
}
