import { Check, CircleDashed, Lock, Users } from 'lucide-react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { counted } from '../../../components/numbers.ts'
import { UntrustedText } from '../../../components/Untrusted.tsx'
import classes from './DecisionArea.module.css'
import type { Need } from './needs.ts'

interface NeedsRowProps {
  readonly card: ChallengeCard
  readonly needs: readonly Need[]
  readonly isTriedOut: boolean
}

/** The first row of the bar: how many approvals are needed, what this one still waits for, or why it is off. */
export function NeedsRow({ card, needs, isTriedOut }: NeedsRowProps) {
  const { obstacles } = card
  if (obstacles.length > 0 || isTriedOut) {
    return (
      <ul className={classes['obstacles']}>
        {obstacles.map(({ code, sentence }) => (
          <li key={code}>
            <Lock size={14} strokeWidth={1.75} aria-hidden />
            <span><strong>Approve is off.</strong> <UntrustedText text={sentence} /></span>
          </li>
        ))}
        {isTriedOut && <li><Lock size={14} strokeWidth={1.75} aria-hidden /><span><strong>Approve is off.</strong> Three typed values did not match. Deny it, or leave it to its clock.</span></li>}
      </ul>
    )
  }
  return (
    <div className={classes['needs']}>
      <p className={classes['quorum']}>
        <Users size={14} strokeWidth={1.75} aria-hidden />
        {quorumOf(card)}
      </p>
      {needs.length > 0 && (
        <ul className={classes['checks']} aria-label="Approving needs">
          <li>To approve:</li>
          {needs.map(({ name, isMet, words }) => (
            <li key={name} data-met={isMet}>
              {isMet ? <Check size={14} strokeWidth={1.75} role="img" aria-label="done" /> : <CircleDashed size={14} strokeWidth={1.75} role="img" aria-label="missing" />}
              {words}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function quorumOf({ approvalsRequired, decidedCount }: ChallengeCard) {
  if (approvalsRequired <= 1) return <><strong>1 approval needed</strong> <span>yours is enough</span></>
  const decided = decidedCount === 0 ? 'Nobody has decided yet.' : `${counted(decidedCount, 'person', 'people')} decided. Their choices show after yours.`
  return <><strong>{approvalsRequired} approvals needed</strong> <span>{decided}</span></>
}
