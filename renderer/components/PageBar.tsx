import classes from './PageBar.module.css'

/** The head of a screen: its name, and in a few words what it holds just now. */
export function PageBar({ name, holds }: { readonly name: string; readonly holds?: string }) {
  return (
    <header className={classes['bar']}>
      <h1 className={classes['name']}>{name}</h1>
      {holds !== undefined && <p className={classes['holds']}>{holds}</p>}
    </header>
  )
}
