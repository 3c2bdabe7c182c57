import type { LucideIcon } from 'lucide-react'
import type { Ref } from 'react'
import classes from './ActionButton.module.css'
import { Key } from './Key.tsx'

interface ActionButtonProps {
  readonly label: string
  /** The key that does the same. */
  readonly shortcut: string
  readonly Icon?: LucideIcon
  readonly tone?: 'plain' | 'inverse' | 'quiet'
  /** Locked buttons stay where they are, dashed, and can be pressed to hear what is missing. */
  readonly isLocked?: boolean
  /** At the smallest width only the icon and the key stay. */
  readonly isShrinking?: boolean
  readonly describedBy?: string
  readonly buttonRef?: Ref<HTMLButtonElement>
  readonly onDown: (isRepeat: boolean) => void
  readonly onUp: () => void
  readonly onLost: () => void
}

/**
 * A button with consequences. It tells of the press as two moments, because a press counts only if it began on what it
 * ended on; the browser's own click knows nothing of that.
 */
export function ActionButton({ label, shortcut, Icon, tone = 'plain', isLocked = false, isShrinking = false, describedBy, buttonRef, onDown, onUp, onLost }: ActionButtonProps) {
  return (
    <button
      ref={buttonRef}
      type="button"
      className={classes['button']}
      data-tone={tone}
      data-shrinking={isShrinking}
      aria-disabled={isLocked}
      aria-keyshortcuts={shortcut}
      aria-describedby={describedBy}
      onPointerDown={(event) => event.button === 0 && onDown(false)}
      onPointerUp={(event) => event.button === 0 && onUp()}
      onPointerLeave={onLost}
      onPointerCancel={onLost}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        event.stopPropagation()
        onDown(event.repeat)
      }}
      onKeyUp={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        onUp()
      }}
      // Assistive technology may press without pointer and key: such a click has no detail, and is both moments at once.
      onClick={(event) => {
        if (event.detail !== 0) return
        onDown(false)
        onUp()
      }}
    >
      {Icon !== undefined && <Icon size={16} strokeWidth={1.75} aria-hidden />}
      <span className={classes['label']}>{label}</span>
      <Key>{shortcut}</Key>
    </button>
  )
}
