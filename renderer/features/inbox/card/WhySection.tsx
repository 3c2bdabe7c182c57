import { useState } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { inOrder } from '../../../components/inOrder.ts'
import { SignalLine } from '../../../components/SignalLine.tsx'
import { UntrustedText } from '../../../components/Untrusted.tsx'
import classes from './Card.module.css'
import { Section } from './Section.tsx'

const MAX_SIGNALS = 5

/** Why it was stopped: the policy's computed sentence and the signals, worst first. */
export function WhySection({ card, onSeen }: { readonly card: ChallengeCard; readonly onSeen: (id: string) => void }) {
  const [isWhole, setIsWhole] = useState(false)
  const signals = [...card.signals].sort((a, b) => b.level_id - a.level_id)
  const more = signals.length - MAX_SIGNALS
  const policies = card.policies.map(({ id }) => id)
  return (
    <Section id="why" title="Why it was stopped" onSeen={onSeen} aside={policies.length > 0 && <>policy <code><UntrustedText text={policies.join(', ')} /></code></>}>
      <p><UntrustedText text={card.reason} /></p>
      <ul>{inOrder(isWhole ? signals : signals.slice(0, MAX_SIGNALS), (signal) => <SignalLine signal={signal} />)}</ul>
      {more > 0 && !isWhole && <button type="button" className={classes['more']} onClick={() => setIsWhole(true)}>{more} more</button>}
    </Section>
  )
}
