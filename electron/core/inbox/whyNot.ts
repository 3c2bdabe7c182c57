import type { ChallengeId } from '../../../shared/domain/index.ts'
import type { Obstacle } from '../../../shared/ipc/views.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import { isInTheWay, type Decision } from './Decision.ts'
import { isPending, type Held } from './Held.ts'
import { shownForMs, type OpenCard } from './OpenCard.ts'
import type { TypedValue } from './typedValue.ts'

/** What a person asks for. */
export interface Wish {
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly comment: string
  readonly typed: string | null
  readonly inSteps: boolean
}

/** What the decider looks at anew before each step: nothing that was true a moment ago is taken for true. */
export interface Scene {
  readonly held: Held | undefined
  readonly card: OpenCard | null
  readonly typed: TypedValue | null
  readonly obstacles: readonly Obstacle[]
}

/** Why a challenge cannot be denied, or null. Only its end stands in the way of a denial, and one that is under way. */
export function whyNotDeny({ held }: Scene, newest: Decision | undefined, isSigning: boolean): Asked | null {
  if (held === undefined) return refused('unknown_challenge', 'This console does not know that challenge.')
  if (!isPending(held)) return refused('ended', 'This challenge has ended; there is nothing left to deny.')
  const isDenied = newest?.verdict === 'deny' && isInTheWay(newest)
  return isDenied || isSigning ? refused('decided', 'You have denied this one already.') : null
}

/** Why a challenge cannot be approved at this moment, or null; whether a value was typed right is asked after this. */
export function whyNotApprove({ held, card, obstacles }: Scene, { challengeId, comment }: Wish, { isSigning, nowMs }: { readonly isSigning: boolean; readonly nowMs: number }): Asked | null {
  if (held === undefined) return refused('unknown_challenge', 'This console does not know that challenge.')
  if (isSigning) return refused('decided', 'This one is being signed.')
  if (card?.challengeId !== challengeId) return refused('not_pinned', 'Only the challenge that is open can be approved.')
  const [first] = obstacles
  if (first !== undefined) return refused(first.code, first.sentence)
  const { friction } = held.payload
  if (friction.reason_required && comment.trim() === '') return refused('reason_required', 'Approving this takes a reason.')
  if (card.firstShownMs === null || shownForMs(card, nowMs) < friction.dwell_ms) return refused('not_dwelt', 'It has only just appeared. Read it first.')
  const isSeen = card.endShownMs !== null && nowMs - card.endShownMs >= friction.seen_ms
  return friction.seen_ms > 0 && !isSeen ? refused('not_dwelt', 'The end of it has only just been shown. Read it first.') : null
}

/** Why something that was asked for was not done. */
export const refused = (code: string, sentence: string): Asked => ({ status: 'refused', code, sentence })
