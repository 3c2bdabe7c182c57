import { useCallback, useRef, useState } from 'react'
import type { ChallengeId } from '../../../shared/domain/index.ts'
import { Key } from '../../components/Key.tsx'
import { PageBar } from '../../components/PageBar.tsx'
import { paneProps } from '../../components/focusNextPane.ts'
import { useNow } from '../../components/useNow.ts'
import { useFeedFailure, useInboxRows, usePoints } from '../../stores/feed.ts'
import { useIsCoreReady } from '../../stores/host.ts'
import { toggleKeys } from '../../stores/keysPanel.ts'
import { closeChallenge, openChallenge, useOpenChallenge } from '../../stores/openChallenge.ts'
import { OpenCard } from './card/OpenCard.tsx'
import { EmptyInbox } from './EmptyInbox.tsx'
import classes from './InboxScreen.module.css'
import { inboxWords } from './inboxWords.ts'
import { rowAfter } from './list/arrangement.ts'
import { ChallengeList } from './list/ChallengeList.tsx'
import { HeldBack } from './list/HeldBack.tsx'
import { useAnnouncedArrivals } from './list/useAnnouncedArrivals.ts'
import { useArrangement } from './list/useArrangement.ts'
import { useClosedOnLeave } from './useClosedOnLeave.ts'
import { useInboxKeys } from './useInboxKeys.ts'

/** The challenges that wait for a person, and the one that is open. */
export function InboxScreen() {
  const rows = useInboxRows()
  const nowMs = useNow()
  const { openId, card, failure } = useOpenChallenge()
  const list = useRef<HTMLDivElement>(null)
  const [use, setUse] = useState({ pointer: false, focus: false })
  const [activeId, setActiveId] = useState<string | null>(null)
  const { arrangement, showHeldBack } = useArrangement(rows, use.pointer || use.focus || openId !== null, nowMs)
  const words = inboxWords({ isCoreReady: useIsCoreReady(), failure: useFeedFailure(), rows, points: usePoints(), nowMs })
  useAnnouncedArrivals(rows)
  useClosedOnLeave()

  const open = (id: string) => {
    setActiveId(id)
    openChallenge(id as ChallengeId)
  }
  const goBack = () => {
    if (openId === null) return
    closeChallenge()
    list.current?.focus()
  }
  // Focus goes to the row that follows, never into its decision: the next one is opened by a person's own act.
  const onDecided = useCallback(() => {
    const decided = useOpenChallenge.getState().openId
    setActiveId((active) => (decided === null ? active : (rowAfter(arrangement, decided) ?? decided)))
    list.current?.focus()
  }, [arrangement])
  useInboxKeys({ n: arrangement.heldBack.length > 0 ? showHeldBack : undefined, Escape: goBack })

  return (
    <>
      <section className={classes['list']} aria-label="Inbox" {...paneProps}>
        <PageBar name="Inbox" holds={words.holds} />
        <HeldBack rows={arrangement.heldBack.flatMap((id) => rows?.[id] ?? [])} onShow={showHeldBack} />
        <ChallengeList
          arrangement={arrangement}
          nowMs={nowMs}
          openId={openId}
          activeId={activeId !== null && arrangement.rows[activeId] !== undefined ? activeId : null}
          listRef={list}
          onActive={setActiveId}
          onOpen={open}
          onInUse={(what, isInUse) => setUse((before) => ({ ...before, [what]: isInUse }))}
        />
        <footer className={classes['foot']}>
          <span className={classes['keys']}><Key>↑</Key><Key>↓</Key> move</span>
          <span className={classes['wide']}><span className={classes['keys']}><Key>Enter</Key> open</span></span>
          <button type="button" className={classes['keys']} onClick={toggleKeys}>
            <Key>?</Key> all keys
          </button>
        </footer>
      </section>
      <main className={classes['detail']} aria-label="Challenge" {...paneProps}>
        {openId === null && <EmptyInbox {...words} />}
        {openId !== null && card === null && <EmptyInbox title={failure === null ? 'Reading the challenge' : 'The challenge could not be read'} words={failure === null ? [] : [failure]} />}
        {card !== null && <OpenCard key={card.row.challengeId} card={card} onDecided={onDecided} />}
      </main>
    </>
  )
}
