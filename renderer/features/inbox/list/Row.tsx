import { TriangleAlert } from 'lucide-react'
import type { InboxRow } from '../../../../shared/ipc/views.ts'
import { cutParts } from '../../../components/cutParts.ts'
import { Countdown } from '../../../components/Countdown.tsx'
import { EnvironmentTag } from '../../../components/EnvironmentTag.tsx'
import { timeOf } from '../../../components/moments.ts'
import { countOf } from '../../../components/numbers.ts'
import { RiskName } from '../../../components/RiskBadge.tsx'
import { RiskShape } from '../../../components/RiskShape.tsx'
import { Parts, UntrustedText } from '../../../components/Untrusted.tsx'
import { VerdictChip } from '../../../components/VerdictChip.tsx'
import classes from './Row.module.css'
import { rowName, verdictOf } from './rowWords.ts'

interface RowProps {
  readonly row: InboxRow
  readonly nowMs: number
  readonly isNew: boolean
  readonly isOpen: boolean
  readonly isActive: boolean
  readonly onOpen: () => void
}

/** What fits beside the verb in the list at its usual width. */
const IDENTIFIER_CHARACTERS = 24

const DELIVERY: Readonly<Record<string, string>> = { recorded: 'Recorded', sent: 'Sent', accepted: 'Accepted', forwarded: 'Accepted' }

/** One challenge in the list: who wants what, how risky, how long. An ended one stays, struck through, with its verdict. */
export function Row({ row, nowMs, isNew, isOpen, isActive, onOpen }: RowProps) {
  const verdict = verdictOf(row)
  return (
    <div
      id={`row-${row.challengeId}`}
      className={classes['row']}
      role="option"
      aria-selected={isOpen}
      data-active={isActive}
      data-new={isNew}
      data-live={row.isLive || row.end !== null}
      data-ended={row.end !== null}
      onClick={onOpen}
    >
      {/* What is heard is one sentence; what is drawn says the same in pieces. */}
      <span className={classes['heard']}>{rowName(row, nowMs)}</span>
      <div className={classes['drawn']} aria-hidden>
        <RiskShape level={row.riskLevel} />
        <p className={classes['who']}>
          <RiskName level={row.riskLevel} />
          <span className={classes['agent']}><UntrustedText text={row.agentName} /></span>
          <span className={classes['environment']}><EnvironmentTag environment={row.environment} /></span>
          {/* The sentence may be too long to draw its boxes: their number never is. */}
          {row.suspicious > 0 && <span className={classes['suspicious']} data-suspicious={row.suspicious}><TriangleAlert size={12} strokeWidth={1.75} />{countOf(row.suspicious)}</span>}
        </p>
        <p className={classes['time']}>{verdict === null ? <Countdown deadlineMs={row.deadlineMs} nowMs={nowMs} isLive={row.isLive} /> : <VerdictChip verdict={verdict} />}</p>
        <p className={classes['sentence']}><Parts parts={cutParts(row.sentence, IDENTIFIER_CHARACTERS)} /></p>
        <p className={classes['aside']}>{asideOf(row, isNew)}</p>
      </div>
    </div>
  )
}

function asideOf({ end, delivery }: InboxRow, isNew: boolean) {
  if (end !== null) return end.atMs === null ? null : timeOf(end.atMs)
  if (delivery !== null) return <span className={classes['yours']}>{DELIVERY[delivery.status] ?? null}</span>
  return isNew ? <strong>New</strong> : null
}
