import type { CancelledReason, ChallengeId } from '../../shared/domain/index.ts'
import type { Refused } from './ports.ts'

/** A refusal in words for the agent: what happened, and that the call was not run. */
export function refusal(reason: string, text: string, over: Partial<Omit<Refused, 'kind'>> = {}): Refused {
  return { kind: 'refuse', reason, text: `${text} The call was not run.`, challengeId: null, nextAction: 'none', retryAfterMs: null, ...over }
}

export const deniedByPolicy = (reason: string): Refused => refusal('policy_denied', reason)

export const deniedByPerson = (challengeId: ChallengeId, comment: string | undefined): Refused =>
  refusal('denied', comment === undefined || comment === '' ? 'A reviewer denied it.' : `A reviewer denied it: ${comment}`, { challengeId })

export const expired = (challengeId: ChallengeId): Refused => refusal('expired', 'Nobody answered in time, so it was denied.', { challengeId, nextAction: 'request' })

export const halted = (): Refused => refusal('locked', 'This agent was stopped.')

export const pausedTooMany = (): Refused => refusal('locked', 'This agent is paused, and as many of its calls are held as may be.')

export const pausedTooLong = (): Refused => refusal('locked', 'This agent is paused, and the call was held as long as it may be.', { nextAction: 'request' })

export const blocked = (challengeId: ChallengeId, reason: string): Refused =>
  refusal('blocked', `It was approved, but refused at the last check before running (${reason}).`, { challengeId, nextAction: 'request' })

export const takenBack = (): Refused => refusal('locked', 'It had been allowed, and a stop or a revocation came before it ran.', { nextAction: 'request' })

export const approvedOther = (challengeId: ChallengeId): Refused =>
  refusal('joined', 'An equal call was waiting before it, and the approval was for one call.', { challengeId, nextAction: 'request' })

/** How soon a caller that was told to come again may: at once, because coming again is waiting. */
const COME_AGAIN_MS = 1_000
export const approvalPending = (challengeId: ChallengeId): Refused =>
  refusal('approval_pending', 'Approval pending, call again with the same arguments.', { challengeId, nextAction: 'retry', retryAfterMs: COME_AGAIN_MS })

export const pointFault = (challengeId: ChallengeId | null = null): Refused =>
  refusal('failed', 'The enforcement point could not keep a record of it.', { challengeId, nextAction: 'retry' })

export const tooManyWaiting = (retryAfterMs: number): Refused =>
  refusal('rate_limited', 'Too many calls of this agent wait for a person already.', { nextAction: 'retry', retryAfterMs })

export const tooManyWithdrawn = (retryAfterMs: number): Refused =>
  refusal('rate_limited', 'This agent has had people asked and left before they could answer, too often.', { nextAction: 'retry', retryAfterMs })

export const mustRecoverFirst = (): Refused =>
  refusal('policy_denied', 'This enforcement point was restored from an old copy, and nobody has looked at it since; until then it refuses what carries a high risk.')

const CANCELLED: Readonly<Record<CancelledReason, string>> = {
  caller_gone: 'Its caller left.',
  session_ended: 'Its session ended.',
  revoked: 'This agent was stopped.',
  superseded: 'A newer request took its place.',
  definition_changed: 'The tool changed while it waited.',
  policy_changed: 'The policy changed while it waited.',
}
export const cancelled = (challengeId: ChallengeId | null, reason: CancelledReason): Refused =>
  refusal('cancelled', CANCELLED[reason], { challengeId, nextAction: reason === 'definition_changed' || reason === 'policy_changed' ? 'request' : 'none' })
