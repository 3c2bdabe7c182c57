import type { ReactNode } from 'react'
import classes from './TablePage.module.css'

/** A table and, beside it, the drawer of what is open. Where the window is narrow the drawer is the page. */
export function TablePage({ children, drawer }: { readonly children: ReactNode; readonly drawer: ReactNode }) {
  return (
    <div className={classes['page']} data-open={drawer !== null}>
      <div className={classes['table']}>{children}</div>
      {drawer}
    </div>
  )
}
