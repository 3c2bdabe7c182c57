import { useLayoutEffect, useRef } from 'react'
import { isPlainPress, isTyping } from '../../components/keyTarget.ts'

/** What a key does in the inbox, by what it is called on the keyboard; letters in lower case. */
export type InboxKeys = Readonly<Record<string, (() => void) | undefined>>

/** What Space and Enter belong to when it has focus. */
const OWN_KEYS = 'button, a, summary, input, select, [role="dialog"]'

/**
 * The single keys of the inbox. They are off in text fields and in panels over the screen, repeats never count, and what
 * a focused button does with Space stays its own.
 */
export function useInboxKeys(keys: InboxKeys): void {
  const current = useRef(keys)
  useLayoutEffect(() => {
    current.current = keys
  })
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.shiftKey || !isPlainPress(event) || isTyping(event)) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('[role="dialog"]')) return
      if ((event.key === ' ' || event.key === 'Enter') && target?.closest(OWN_KEYS)) return
      const name = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const act = Object.hasOwn(current.current, name) ? current.current[name] : undefined
      if (act === undefined) return
      event.preventDefault()
      act()
    }
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [])
}
