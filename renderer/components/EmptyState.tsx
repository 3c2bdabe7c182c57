import type { ReactNode } from 'react'
import classes from './EmptyState.module.css'

interface EmptyStateProps {
  readonly title: string
  /** Paragraphs. They say what is proven, not what is hoped. */
  readonly children: ReactNode
}

/** A screen with nothing on it, in words. */
export function EmptyState({ title, children }: EmptyStateProps) {
  return (
    <div className={classes['empty']}>
      <h2 className={classes['title']}>{title}</h2>
      <div className={classes['words']}>{children}</div>
    </div>
  )
}
