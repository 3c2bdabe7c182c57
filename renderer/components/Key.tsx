import classes from './Key.module.css'

/** A key as it stands on the keyboard. */
export function Key({ children }: { readonly children: string }) {
  return <kbd className={classes['key']}>{children}</kbd>
}
