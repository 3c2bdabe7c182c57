import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import type { ByteView } from '../../../components/ByteHead.tsx'
import { counted } from '../../../components/numbers.ts'
import { DecisionArea } from '../decide/DecisionArea.tsx'
import { BytesSection } from './BytesSection.tsx'
import classes from './Card.module.css'
import { CardHead } from './CardHead.tsx'
import { FactsSection } from './FactsSection.tsx'
import { SaidSection } from './SaidSection.tsx'
import { Section } from './Section.tsx'
import { firstUnseen } from './seen.ts'
import { useAnnouncedTime } from './useAnnouncedTime.ts'
import { useInboxKeys } from '../useInboxKeys.ts'
import { useNextPart } from './useNextPart.ts'
import { useSeen } from './useSeen.ts'
import { WhoSection } from './WhoSection.tsx'
import { WhySection } from './WhySection.tsx'

interface OpenCardProps {
  readonly card: ChallengeCard
  /** After a decision that the core took: focus goes on. */
  readonly onDecided: () => void
}

/** The open challenge: what will run, why it was stopped, who is behind it, how long, and what can be done. */
export function OpenCard({ card, onDecided }: OpenCardProps) {
  const pane = useRef<HTMLDivElement>(null)
  const headline = useRef<HTMLHeadingElement>(null)
  const [view, setView] = useState<ByteView>('text')
  const [page, setPage] = useState(0)
  const { seen, pages, onPageEnd } = useSeen(card, view)
  const turnPage = useCallback(() => {
    const next = seen.isAllSeen ? null : firstUnseen(seen, view, pages)
    if (next === null) return false
    setPage(next)
    return true
  }, [seen, view, pages])
  const hasSaid = [card.purpose, card.statement, card.clientName].some((text) => text !== null && text !== '')
  const { onPartSeen, showNext, unseen } = useNextPart(pane, hasSaid ? 5 : 4, card.bytes === null || seen.isAllSeen, turnPage)
  const show = (wanted: ByteView) => {
    setView(wanted)
    setPage(0)
  }
  useEffect(() => headline.current?.focus(), [])
  useAnnouncedTime(card.row)
  useInboxKeys({ ' ': showNext, '1': () => show('text'), '2': () => show('hex') })

  return (
    <div className={classes['card']}>
      <CardHead card={card} headline={headline} />
      <div ref={pane} className={classes['scroll']}>
        <div className={classes['parts']}>
          <Section id="bytes" title="Exactly what will run" onSeen={onPartSeen}>
            <BytesSection card={card} view={view} page={page} onView={show} onPage={setPage} onPageEnd={onPageEnd} />
          </Section>
          <FactsSection card={card} onSeen={onPartSeen} />
          <WhySection card={card} onSeen={onPartSeen} />
          <WhoSection card={card} onSeen={onPartSeen} />
          <SaidSection card={card} onSeen={onPartSeen} />
        </div>
      </div>
      <div className={classes['below']}>{unseen > 0 && <p className={classes['tag']}>Space: {counted(unseen, 'more section')} below</p>}</div>
      <DecisionArea card={card} seen={seen} onShowNext={showNext} onDecided={onDecided} />
    </div>
  )
}
