import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { assuranceOf } from '../../../components/chain.ts'
import { ChainLine } from '../../../components/ChainLine.tsx'
import { useNow } from '../../../components/useNow.ts'
import { Section } from './Section.tsx'

/** Who is behind it, root first, each with what is known of them for certain. */
export function WhoSection({ card, onSeen }: { readonly card: ChallengeCard; readonly onSeen: (id: string) => void }) {
  return (
    <Section id="who" title="Who is behind it" aside={assuranceOf(card.chain)} onSeen={onSeen}>
      <ChainLine chain={card.chain} nowMs={useNow()} tool={{ name: card.tool, server: card.server }} />
    </Section>
  )
}
