import classes from './Heard.module.css'

/** Words for a screen reader alone, where the eye has a sign or the row itself. */
export function Heard({ children }: { readonly children: string }) {
  return <span className={classes['heard']}>{children}</span>
}
