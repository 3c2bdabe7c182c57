import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { countdownOf } from '../../../components/countdown.ts'
import { UntrustedText } from '../../../components/Untrusted.tsx'
import { useNow } from '../../../components/useNow.ts'
import classes from './Clock.module.css'

/** How long the open challenge still waits, and what happens then: it is denied. It never turns red. */
export function Clock({ row }: { readonly row: InboxRow }) {
  const nowMs = useNow()
  if (row.end !== null) return <p className={classes['ended']}><UntrustedText text={row.end.sentence} /></p>
  const { text, words, weight } = countdownOf(row.deadlineMs, nowMs)
  const share = Math.max(0, Math.min(1, (row.deadlineMs - nowMs) / Math.max(1, row.deadlineMs - row.raisedAtMs)))
  return (
    <div className={classes['clock']} data-live={row.isLive} role="timer" aria-live="off" aria-label={`${words}, then it is denied`}>
      <p className={classes['time']} data-weight={weight} aria-hidden>{row.isLive ? text : `≈ ${text}`}</p>
      <p className={classes['then']} aria-hidden>{wordsOf(row.isLive, weight === 'over')}</p>
      <div className={classes['track']} aria-hidden><span className={classes['bar']} style={{ transform: `scaleX(${share})` }} /></div>
    </div>
  )
}

function wordsOf(isLive: boolean, isOver: boolean): string {
  if (!isLive) return 'on this computer’s clock'
  return isOver ? 'its point denies it' : 'then it is denied'
}
