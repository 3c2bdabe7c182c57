import type { ReactNode } from 'react'
import classes from './PageBar.module.css'

interface PageBarProps {
  readonly name: string
  readonly holds?: ReactNode
  /** What can be done on the screen as a whole, at the right. */
  readonly children?: ReactNode
}

/** The head of a screen: its name, and in a few words what it holds just now. */
export function PageBar({ name, holds, children }: PageBarProps) {
  return (
    <header className={classes['bar']}>
      <h1 className={classes['name']}>{name}</h1>
      {holds !== undefined && <p className={classes['holds']}>{holds}</p>}
      {children !== undefined && <div className={classes['actions']}>{children}</div>}
    </header>
  )
}
