import type { RiskLevel } from '../../shared/domain/index.ts'
import classes from './RiskShape.module.css'

/** The shape of a risk level. It repeats the word beside it, so it is never read aloud. */
export function RiskShape({ level, size = 14 }: { readonly level: RiskLevel; readonly size?: number }) {
  return (
    <svg className={classes['shape']} data-level={level} width={size} height={size} viewBox="0 0 14 14" aria-hidden>
      {SHAPES[level]}
    </svg>
  )
}

const SHAPES = {
  0: <path d="M4 7h6" className={classes['line']} />,
  1: <circle cx="7" cy="7" r="4.75" className={classes['line']} />,
  2: <path d="M7 2.1 12.6 11.9H1.4Z" className={classes['filledInLight']} />,
  3: <path d="M7 1 13 7 7 13 1 7Z" className={classes['solid']} />,
  // The bar and the dot are cut out, so that the shape holds without any colour.
  4: <path fillRule="evenodd" d="M4.3.5h5.4l3.8 3.8v5.4l-3.8 3.8H4.3L.5 9.7V4.3ZM6.1 3.2v4.6h1.8V3.2ZM7 8.9a1.1 1.1 0 1 0 0 2.2 1.1 1.1 0 0 0 0-2.2Z" className={classes['solid']} />,
} as const
