import type { Delivery } from '../../shared/domain/index.ts'
import { progressOf } from './progress.ts'
import classes from './ProgressLine.module.css'
import { useNow } from './useNow.ts'

interface ProgressLineProps {
  readonly verdict: 'approve' | 'deny'
  readonly delivery: Delivery
  /** When the delivery came to where it is. */
  readonly sinceMs: number
  /** Our own sentence about it. */
  readonly sentence: string
}

/** Where a decision is: four dots on a line, filled when the point said so. Nothing reads as done before it is. */
export function ProgressLine({ verdict, delivery, sinceMs, sentence }: ProgressLineProps) {
  const { dots, end } = progressOf(verdict, delivery, sinceMs, useNow())
  return (
    <div className={classes['progress']}>
      <ol className={classes['line']} aria-label="Where the decision is">
        {dots.map(({ name, state }) => (
          <li key={name} className={classes['dot']} data-state={state} aria-current={state === 'waited' ? 'step' : undefined}>
            {name}
            {state !== 'said' && <span className={classes['aside']}>{state === 'waited' ? ', waited for' : ', not yet'}</span>}
          </li>
        ))}
      </ol>
      <p className={classes['words']} role="status">
        {end !== null && <strong className={classes['end']} data-end={end}>{end}</strong>} {sentence}
      </p>
    </div>
  )
}
