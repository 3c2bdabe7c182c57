import { UserRound, Users } from 'lucide-react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { counted } from '../../../components/numbers.ts'
import { useHost } from '../../../stores/host.ts'
import classes from './ConfirmSheet.module.css'

/** At the right of the sheet: how many reviewers are needed, and who decides here and with which key. */
export function ReviewersColumn({ card }: { readonly card: ChallengeCard }) {
  const key = useHost(({ host }) => host?.key)
  const { approvalsRequired, decidedCount, isSelfApproval } = card
  return (
    <aside className={classes['reviewers']} aria-label="Reviewers">
      <h3>Reviewers, {approvalsRequired} needed</h3>
      <ul>
        <li>
          <UserRound size={16} strokeWidth={1.75} aria-hidden />
          <div><strong>You</strong><p>{key?.status === 'ready' ? <>Key <code>{key.kid.slice(0, 12)}</code>, deciding now</> : 'Deciding now'}</p></div>
        </li>
        {approvalsRequired > 1 && (
          <li>
            <Users size={16} strokeWidth={1.75} aria-hidden />
            <div><strong>{counted(decidedCount, 'other person', 'other people')} decided</strong><p>Their choices show after yours</p></div>
          </li>
        )}
        {approvalsRequired === 1 && card.typed !== null && (
          <li>
            <Users size={16} strokeWidth={1.75} aria-hidden />
            <div><strong>No second person is asked</strong><p>So you type a value of this very action</p></div>
          </li>
        )}
        {isSelfApproval && <li><Users size={16} strokeWidth={1.75} aria-hidden /><div><strong>Self-approved</strong><p>You are in the chain of this action. The card, the receipt and the log say so.</p></div></li>}
      </ul>
    </aside>
  )
}
