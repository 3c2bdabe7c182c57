import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { ProgressLine } from '../../../components/ProgressLine.tsx'
import { UntrustedText } from '../../../components/Untrusted.tsx'
import { VerdictChip } from '../../../components/VerdictChip.tsx'
import classes from './DecisionArea.module.css'

/** In place of the bar once there is nothing left to decide: who or what ended it, and where the own decision is. */
export function EndedBar({ card }: { readonly card: ChallengeCard }) {
  const { row: { end }, decision } = card
  return (
    <section className={classes['area']} aria-label="Decision">
      {end !== null && (
        <p className={classes['ended']}>
          <VerdictChip verdict={end.state} />
          <span><UntrustedText text={end.sentence} /></span>
        </p>
      )}
      {decision !== null && <ProgressLine {...decision} />}
      <p className={classes['hintQuiet']}>The evidence stays until you leave it. Esc goes back to the list.</p>
    </section>
  )
}
