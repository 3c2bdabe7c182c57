import type { Ref } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { EnvironmentTag } from '../../../components/EnvironmentTag.tsx'
import { timeOf } from '../../../components/moments.ts'
import { RiskBadge } from '../../../components/RiskBadge.tsx'
import { Parts, UntrustedText } from '../../../components/Untrusted.tsx'
import classes from './Card.module.css'
import { Clock } from './Clock.tsx'

/** What will run, in one sentence and the one fact that matters most, and how long there is. It stays in place. */
export function CardHead({ card, headline }: { readonly card: ChallengeCard; readonly headline: Ref<HTMLHeadingElement> }) {
  const { row, pointName } = card
  return (
    <header className={classes['head']}>
      <div className={classes['what']}>
        <p className={classes['meta']}>
          <RiskBadge level={row.riskLevel} />
          <EnvironmentTag environment={row.environment} />
          <span>Received {timeOf(row.raisedAtMs)} at <code><UntrustedText text={pointName} /></code></span>
          {card.isSelfApproval && <strong className={classes['self']}>You are in its chain: an approval is marked self-approved</strong>}
        </p>
        <h1 ref={headline} className={classes['headline']} tabIndex={-1}><Parts parts={card.headline} /></h1>
        <p className={classes['second']}><Parts parts={card.secondLine} /></p>
      </div>
      <Clock row={row} />
    </header>
  )
}
