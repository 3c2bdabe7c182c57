import { Ban, Check, CircleCheck, CirclePause, CircleX, Hourglass, RotateCcw, Send, Timer, TriangleAlert, Undo2, type LucideIcon } from 'lucide-react'
import classes from './VerdictChip.module.css'

/** Every verdict that a chip can say. The words are never mixed. */
export type Verdict =
  | 'allowed' | 'approved' | 'reinstated' | 'released' | 'executed' | 'executed_with_error' | 'accepted' | 'waiting' | 'expired' | 'cancelled' | 'failed'
  | 'unconfirmed' | 'undelivered' | 'denied' | 'killed' | 'stopped' | 'blocked' | 'refused'

const CHIPS: Readonly<Record<Verdict, readonly [word: string, tone: 'ok' | 'you' | 'grey' | 'dashed' | 'inverse', Icon: LucideIcon]>> = {
  allowed: ['Allowed', 'grey', Check],
  approved: ['Approved', 'ok', CircleCheck],
  reinstated: ['Reinstated', 'ok', RotateCcw],
  released: ['Released', 'ok', RotateCcw],
  executed: ['Executed', 'ok', CircleCheck],
  executed_with_error: ['Executed with an error', 'grey', TriangleAlert],
  accepted: ['Accepted', 'grey', Send],
  waiting: ['Waiting', 'you', CirclePause],
  expired: ['Expired', 'grey', Timer],
  cancelled: ['Cancelled', 'grey', Undo2],
  failed: ['Failed', 'grey', TriangleAlert],
  unconfirmed: ['Unconfirmed', 'dashed', Hourglass],
  undelivered: ['Undelivered', 'dashed', Hourglass],
  denied: ['Denied', 'inverse', Ban],
  killed: ['Killed', 'inverse', CircleX],
  stopped: ['Stopped', 'inverse', CircleX],
  blocked: ['Blocked', 'inverse', Ban],
  refused: ['Refused', 'grey', TriangleAlert],
}

/** Icon and word of a verdict. What was stopped is inverse, so that one glance down a table finds it. */
export function VerdictChip({ verdict }: { readonly verdict: Verdict }) {
  const [word, tone, Icon] = CHIPS[verdict]
  return (
    <span className={classes['chip']} data-tone={tone}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {word}
    </span>
  )
}
