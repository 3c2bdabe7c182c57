import type { ReactNode } from 'react'
import { Key } from './Key.tsx'
import classes from './SmallButton.module.css'

interface SmallButtonProps {
  readonly children: ReactNode
  /** The key that does the same. */
  readonly shortcut?: string
  /** Of a button that stays pressed. */
  readonly isOn?: boolean
  readonly kind?: 'plain' | 'quiet' | 'inverse'
  readonly isDisabled?: boolean
  /** The name of a button that shows a sign alone. */
  readonly label?: string
  readonly onPress: () => void
}

/** A button of a bar or a foot, with its key. Its words are a verb. */
export function SmallButton({ children, shortcut, isOn, kind = 'plain', isDisabled = false, label, onPress }: SmallButtonProps) {
  return (
    <button type="button" className={classes['button']} data-kind={kind} aria-pressed={isOn} aria-label={label} aria-keyshortcuts={shortcut} disabled={isDisabled} onClick={onPress}>
      {children}
      {shortcut !== undefined && <span className={classes['key']} aria-hidden><Key>{shortcut}</Key></span>}
    </button>
  )
}
