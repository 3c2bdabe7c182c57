import { Ban } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { ActionButton } from '../../../components/ActionButton.tsx'
import { HoldButton } from '../../../components/HoldButton.tsx'
import { Key } from '../../../components/Key.tsx'
import { Parts, UntrustedText } from '../../../components/Untrusted.tsx'
import { useHold } from '../../../components/useHold.ts'
import { useHost } from '../../../stores/host.ts'
import classes from './ConfirmSheet.module.css'
import { ConfirmStep } from './ConfirmStep.tsx'
import type { Draft } from './drafts.ts'
import { fingerprintOf, frictionOf } from './needs.ts'
import { ReviewersColumn } from './ReviewersColumn.tsx'
import { TypedField } from './TypedField.tsx'

interface ConfirmSheetProps {
  readonly card: ChallengeCard
  readonly draft: Draft
  readonly isArmed: boolean
  readonly problem: string | null
  readonly onBack: () => void
  /** Held to the end, or pressed twice in steps; the key is still down. */
  readonly onHeld: (typed: string | null, inSteps: boolean) => void
  readonly deny: { readonly down: (isRepeat: boolean) => void; readonly up: () => void; readonly lost: () => void }
}

/**
 * The steps of an approval that one key is not enough for. A group and not a dialog: the evidence above stays readable,
 * and Deny stays here and needs nothing.
 */
export function ConfirmSheet({ card, draft, isArmed, problem, onBack, onHeld, deny }: ConfirmSheetProps) {
  const sheet = useRef<HTMLElement>(null)
  const [entry, setEntry] = useState({ text: '', tries: draft.typedTries })
  // A value that was refused is not left standing to be held for again.
  const typed = entry.tries === draft.typedTries ? entry.text : ''
  const isSteps = useHost(({ host }) => host?.confirmation === 'steps')
  const { holdMs, needsTyped, needsReason } = frictionOf(card)
  const hasTyped = !needsTyped || (card.typed !== null && [...typed].length >= card.typed.characters)
  const isReady = isArmed && hasTyped
  const handle = useHold({
    mode: isSteps ? 'steps' : 'hold',
    holdMs,
    subject: `${card.row.challengeId} ${fingerprintOf(card)}`,
    isReady,
    onHeld: () => onHeld(needsTyped ? typed : null, isSteps),
  })
  useEffect(() => (needsTyped ? sheet.current?.querySelector('input') : sheet.current)?.focus(), [needsTyped])

  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      onBack()
    }
    if (event.key !== 'Enter' || (event.target instanceof HTMLElement && event.target.closest('button') !== null)) return
    event.preventDefault()
    handle.down(event.repeat)
  }
  const seconds = Math.round(holdMs / 1_000)
  const holdStep = (needsReason ? 1 : 0) + (needsTyped ? 1 : 0) + 1
  return (
    <section ref={sheet} className={classes['sheet']} role="group" aria-label="Approve once" tabIndex={-1} onKeyDown={press} onKeyUp={(event) => event.key === 'Enter' && handle.up()}>
      <header className={classes['head']}>
        <h2 className={classes['title']}>Approve once: <Parts parts={card.row.sentence} /></h2>
        <button type="button" className={classes['back']} onClick={onBack}>Back <Key>Esc</Key></button>
        <ActionButton label={card.row.isLive ? 'Deny' : 'Queue deny'} shortcut="D" Icon={Ban} tone="inverse" onDown={deny.down} onUp={deny.up} onLost={deny.lost} />
      </header>
      <div className={classes['columns']}>
        <ol className={classes['steps']}>
          {needsReason && <ConfirmStep number={1} isDone title="Reason"><p className={classes['quote']}><UntrustedText text={draft.reason} /></p></ConfirmStep>}
          {needsTyped && card.typed !== null && (
            <ConfirmStep number={needsReason ? 2 : 1} isDone={hasTyped} title="Type the value that decides">
              <TypedField typed={typed} onTyped={(text) => setEntry({ text, tries: draft.typedTries })} ask={card.typed} tries={draft.typedTries} criticalValues={card.facts.criticalValues} />
            </ConfirmStep>
          )}
          <ConfirmStep number={holdStep} isDone={false} isPinned title={isSteps ? `Press Enter, wait ${seconds} seconds, press Enter again to sign` : `Hold Enter for ${seconds} seconds to sign`}>
            <HoldButton handle={handle} holdMs={holdMs} label="Hold to approve" stepsLabel="Press Enter to begin" isSteps={isSteps} isReady={isReady} />
          </ConfirmStep>
          {problem !== null && <li className={classes['problem']} role="alert">{problem}</li>}
        </ol>
        <ReviewersColumn card={card} />
      </div>
    </section>
  )
}
