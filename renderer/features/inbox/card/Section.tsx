import type { ReactNode } from 'react'
import { EndMark } from '../../../components/EndMark.tsx'
import classes from './Card.module.css'

interface SectionProps {
  readonly id: string
  readonly title: string
  /** Beside the title, in a few words. */
  readonly aside?: ReactNode
  readonly onSeen: (id: string) => void
  readonly children: ReactNode
}

/** One part of a card. Its end says that it has been on screen, so that Space knows where to go next. */
export function Section({ id, title, aside, onSeen, children }: SectionProps) {
  return (
    <section className={classes['section']} aria-labelledby={`part-${id}`} data-part={id}>
      <h2 className={classes['title']} id={`part-${id}`}>{title}{aside !== undefined && <span className={classes['aside']}>{aside}</span>}</h2>
      {children}
      <EndMark onSeen={() => onSeen(id)} />
    </section>
  )
}
