import { useCallback, useEffect, useRef, useState } from 'react'
import type { ChallengeCard } from '../../../../shared/ipc/views.ts'
import { useNow } from '../../../components/useNow.ts'
import { openHaltOf } from '../../../stores/haltTarget.ts'
import type { Seen } from '../card/seen.ts'
import { useInboxKeys } from '../useInboxKeys.ts'
import { ConfirmSheet } from './ConfirmSheet.tsx'
import { DecisionBar } from './DecisionBar.tsx'
import { clearAttempt, decide, useAttempt } from './decide.ts'
import { MAX_TYPED_TRIES, useDraft } from './drafts.ts'
import { EndedBar } from './EndedBar.tsx'
import { fingerprintOf, frictionOf, needsOf, type Need } from './needs.ts'
import { useArming } from './useArming.ts'

interface DecisionAreaProps {
  readonly card: ChallengeCard
  readonly seen: Seen
  readonly onShowNext: () => void
  readonly onDecided: () => void
}

/** What a person can do, pinned at the bottom. The sheet to confirm grows from here and never covers the bytes. */
export function DecisionArea({ card, seen, onShowNext, onDecided }: DecisionAreaProps) {
  const { challengeId, end, sessionId } = card.row
  const nowMs = useNow()
  const draft = useDraft(challengeId)
  const arming = useArming(card)
  const attempt = useAttempt(({ attempt: newest }) => (newest?.challengeId === challengeId ? newest : null))
  const reason = useRef<HTMLInputElement>(null)
  // The sheet is open for the card as it stood then: a change of it closes the sheet, and the reason stays.
  const [confirming, setConfirming] = useState<string | null>(null)
  const [hinted, setHinted] = useState<Need['name'] | 'off' | null>(null)
  useEffect(() => clearAttempt, [])

  const fingerprint = fingerprintOf(card)
  const needs = needsOf(card, { isAllSeen: seen.isAllSeen, endSeenAtMs: seen.endSeenAtMs, undecodedRead: draft.undecodedRead, reason: draft.reason, nowMs })
  const missing = needs.find(({ isMet }) => !isMet)
  const isTriedOut = draft.typedTries >= MAX_TYPED_TRIES
  const isAsking = attempt?.status === 'asking'
  const isOff = card.obstacles.length > 0 || isTriedOut || (isAsking && attempt.verdict === 'approve')
  const mayApprove = !isOff && missing === undefined
  const isOver = end !== null || (card.decision !== null && !card.mayDeny)
  const isSheetOpen = confirming === fingerprint && (mayApprove || isAsking)

  const order = useCallback(async (verdict: 'approve' | 'deny', { comment = draft.reason, typed = null, inSteps = false }: { comment?: string; typed?: string | null; inSteps?: boolean }) => {
    if (await decide({ challengeId, verdict, comment: comment.trim(), typed, inSteps })) onDecided()
  }, [challengeId, draft.reason, onDecided])

  const deny = (comment = draft.reason) => {
    if (arming.up('deny') !== null && card.mayDeny) void order('deny', { comment })
  }
  const goTo = ({ name }: Need) => {
    setHinted(name)
    if (name === 'reason') reason.current?.focus()
    if (name === 'undecoded') document.querySelector<HTMLElement>('[data-need="undecoded"]')?.focus()
    if (name !== 'seen') return
    document.querySelector<HTMLElement>('[data-bytes]')?.focus({ preventScroll: true })
    onShowNext()
  }
  const approve = () => {
    const acted = arming.up('approve')
    if (isOff) return setHinted('off')
    if (missing !== undefined) return goTo(missing)
    if (acted === null) return
    clearAttempt()
    setHinted(null)
    if (frictionOf(card).needsHold) setConfirming(fingerprint)
    else void order('approve', {})
  }
  const back = () => {
    setConfirming(null)
    document.querySelector<HTMLElement>('main h1')?.focus()
  }
  const kill = () => openHaltOf({ kind: 'session', value: sessionId })
  const pressDeny = () => {
    arming.down('deny', false)
    deny()
  }
  const pressApprove = () => {
    arming.down('approve', false)
    approve()
  }
  const openKeys = { d: pressDeny, a: () => pressApprove(), w: () => reason.current?.focus(), k: kill }
  useInboxKeys(isOver ? { k: kill } : isSheetOpen ? { d: pressDeny, k: kill } : openKeys)

  if (isOver) return <EndedBar card={card} />
  const denying = { down: (isRepeat: boolean) => arming.down('deny', isRepeat), up: () => deny(), lost: arming.lost }
  const problem = attempt?.status === 'refused' ? attempt.sentence : null
  if (isSheetOpen) {
    return <ConfirmSheet card={card} draft={draft} isArmed={arming.isApproveArmed && mayApprove} problem={problem} deny={denying} onBack={back} onHeld={(typed, inSteps) => void order('approve', { typed, inSteps })} />
  }
  return (
    <DecisionBar
      card={card}
      needs={needs}
      isTriedOut={isTriedOut}
      isReady={mayApprove && arming.isApproveArmed}
      hint={problem ?? hintOf(hinted, needs, isOff)}
      reason={draft.reason}
      reasonField={reason}
      deny={denying}
      approve={{ down: (isRepeat) => arming.down('approve', isRepeat), up: approve, lost: arming.lost }}
      onDenyFor={(comment) => {
        arming.down('deny', false)
        deny(comment)
      }}
      onKill={kill}
    />
  )
}

/** What was missing when somebody pressed A, for as long as it is. */
function hintOf(hinted: Need['name'] | 'off' | null, needs: readonly Need[], isOff: boolean): string | null {
  if (hinted === 'off') return isOff ? 'Approving is off, for what stands above. Denying is not.' : null
  return needs.find(({ name, isMet }) => name === hinted && !isMet)?.hint ?? null
}
