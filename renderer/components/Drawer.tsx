import { useEffect, useRef, type ReactNode } from 'react'
import classes from './Drawer.module.css'
import { paneProps } from './focusNextPane.ts'
import { Heard } from './Heard.tsx'
import { Key } from './Key.tsx'

interface DrawerProps {
  /** The name of the pane. */
  readonly label: string
  /** What stands above the subject. */
  readonly top: ReactNode
  readonly subject: ReactNode
  readonly children: ReactNode
  /** The actions, in a foot that never moves. */
  readonly foot?: ReactNode
  readonly onClose: () => void
}

/** One thing of a table in full, beside it and never over it. Esc closes it; whoever opened it takes focus back. */
export function Drawer({ label, top, subject, children, foot, onClose }: DrawerProps) {
  const pane = useRef<HTMLElement>(null)
  useEffect(() => pane.current?.focus(), [])
  return (
    <aside ref={pane} className={classes['drawer']} aria-label={label} {...paneProps}>
      <div className={classes['scroll']}>
        <header className={classes['head']}>
          <div className={classes['top']}>
            {top}
            <button type="button" className={classes['close']} onClick={onClose}><Heard>{`Close ${label.toLowerCase()}`}</Heard><Key>Esc</Key></button>
          </div>
          <h2 className={classes['subject']}>{subject}</h2>
        </header>
        {children}
      </div>
      {foot !== undefined && <footer className={classes['foot']}>{foot}</footer>}
    </aside>
  )
}

/** A part of a drawer under its head. */
export function DrawerSection({ title, beside, children }: { readonly title: string; readonly beside?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className={classes['section']}>
      <h3 className={classes['title']}>{title} {beside !== undefined && <span className={classes['beside']}>{beside}</span>}</h3>
      {children}
    </section>
  )
}

/** Facts as pairs of a name and what it is. Those that are not known are left out by whoever lists them. */
export function FactList({ facts }: { readonly facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <dl className={classes['facts']}>
      {facts.map(([name, value]) => <div key={name} className={classes['fact']}><dt>{name}</dt><dd>{value}</dd></div>)}
    </dl>
  )
}
