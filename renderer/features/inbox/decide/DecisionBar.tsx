import { Ban, CircleX, Lock } from 'lucide-react'
import type { Ref } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { ActionButton } from '../../../components/ActionButton.tsx'
import { ProgressLine } from '../../../components/ProgressLine.tsx'
import classes from './DecisionArea.module.css'
import type { Need } from './needs.ts'
import { NeedsRow } from './NeedsRow.tsx'
import { ReasonField } from './ReasonField.tsx'

/** The two moments of a press, and that it was lost. */
export interface Press {
  readonly down: (isRepeat: boolean) => void
  readonly up: () => void
  readonly lost: () => void
}

interface DecisionBarProps {
  readonly card: ChallengeCard
  readonly needs: readonly Need[]
  readonly isTriedOut: boolean
  readonly isReady: boolean
  /** What was missing when somebody pressed too early, or why the core refused. */
  readonly hint: string | null
  readonly reason: string
  readonly reasonField: Ref<HTMLInputElement>
  readonly deny: Press
  readonly approve: Press
  readonly onDenyFor: (reason: string) => void
  readonly onKill: () => void
}

/** Three rows: what approving still needs, the reason, and the buttons, which never move and never change their meaning. */
export function DecisionBar({ card, needs, isTriedOut, isReady, hint, reason, reasonField, deny, approve, onDenyFor, onKill }: DecisionBarProps) {
  return (
    <section className={classes['area']} aria-label="Decision">
      {card.decision !== null ? <ProgressLine {...card.decision} /> : <NeedsRow card={card} needs={needs} isTriedOut={isTriedOut} />}
      <ReasonField challengeId={card.row.challengeId} reason={reason} field={reasonField} onDenyFor={onDenyFor} />
      <p className={classes['hint']} role="alert">{hint}</p>
      <div className={classes['buttons']}>
        <ActionButton label={card.row.isLive ? 'Deny' : 'Queue deny'} shortcut="D" Icon={Ban} tone="inverse" isLocked={!card.mayDeny} onDown={deny.down} onUp={deny.up} onLost={deny.lost} />
        <ActionButton label="Approve once" shortcut="A" {...(isReady ? {} : { Icon: Lock })} isLocked={!isReady} onDown={approve.down} onUp={approve.up} onLost={approve.lost} />
        <span className={classes['gap']} />
        <ActionButton label="Kill session" shortcut="K" Icon={CircleX} tone="quiet" isShrinking onDown={() => {}} onUp={onKill} onLost={() => {}} />
      </div>
    </section>
  )
}
