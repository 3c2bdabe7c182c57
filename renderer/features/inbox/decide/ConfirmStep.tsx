import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import classes from './ConfirmSheet.module.css'

interface ConfirmStepProps {
  readonly number: number
  readonly isDone: boolean
  readonly title: string
  /** Stays in sight where the sheet has to scroll. */
  readonly isPinned?: boolean
  readonly children: ReactNode
}

/** One numbered step. A finished one keeps a check. */
export function ConfirmStep({ number, isDone, title, isPinned = false, children }: ConfirmStepProps) {
  return (
    <li className={classes['step']} data-done={isDone} data-pinned={isPinned}>
      <span className={classes['number']} aria-hidden>{isDone ? <Check size={14} strokeWidth={2} /> : number}</span>
      <div className={classes['doing']}>
        <h3>{title}{isDone && <span className={classes['heard']}>, done</span>}</h3>
        {children}
      </div>
    </li>
  )
}
