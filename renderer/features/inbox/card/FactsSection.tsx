import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { changeDraft, useDraft } from '../decide/drafts.ts'
import { DetailFacts } from './DetailFacts.tsx'
import { FactList } from './FactList.tsx'
import classes from './FactsSection.module.css'
import { Section } from './Section.tsx'
import { UndecodedList } from './UndecodedList.tsx'

/** What the bytes say, taken apart for reading. It helps and is not what is signed. */
export function FactsSection({ card, onSeen }: { readonly card: ChallengeCard; readonly onSeen: (id: string) => void }) {
  const { facts, row } = card
  const { undecodedRead } = useDraft(row.challengeId)
  const read = (isRead: boolean) => changeDraft(row.challengeId, () => ({ undecodedRead: isRead }))
  return (
    <Section id="facts" title="What the bytes say" aside="taken apart for reading; what you sign are the bytes" onSeen={onSeen}>
      <div className={classes['facts']}>
        <UndecodedList parts={facts.notInspectable} isRead={undecodedRead} onRead={read} />
        <DetailFacts detail={facts.detail} />
        <FactList facts={facts.facts} />
      </div>
    </Section>
  )
}
