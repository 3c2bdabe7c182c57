import type { CancelledReason, ChallengeId } from '../../shared/domain/index.ts'
import type { Ruling } from './ports.ts'

type Refusal = Extract<Ruling, { kind: 'refuse' }>

/** A refusal in words for the agent: what happened, and that the call was not run. */
export function refusal(reason: string, text: string, over: Partial<Omit<Refusal, 'kind'>> = {}): Refusal {
  return { kind: 'refuse', reason, text: `${text} The call was not run.`, challengeId: null, nextAction: 'none', retryAfterMs: null, ...over }
}

export const deniedByPolicy = (reason: string): Refusal => refusal('policy_denied', reason)

export const deniedByPerson = (challengeId: ChallengeId, comment: string | undefined): Refusal =>
  refusal('denied', comment === undefined || comment === '' ? 'A reviewer denied it.' : `A reviewer denied it: ${comment}`, { challengeId })

export const expired = (challengeId: ChallengeId): Refusal => refusal('expired', 'Nobody answered in time, so it was denied.', { challengeId, nextAction: 'request' })

export const halted = (challengeId: ChallengeId | null = null): Refusal => refusal('locked', 'This agent was stopped.', { challengeId })

export const blocked = (challengeId: ChallengeId, reason: string): Refusal =>
  refusal('blocked', `It was approved, but refused at the last check before running (${reason}).`, { challengeId, nextAction: 'request' })

export const pointFault = (challengeId: ChallengeId | null = null): Refusal =>
  refusal('failed', 'The enforcement point could not keep a record of it.', { challengeId, nextAction: 'retry' })

export const tooManyWaiting = (retryAfterMs: number): Refusal =>
  refusal('rate_limited', 'Too many calls of this agent wait for a person already.', { nextAction: 'retry', retryAfterMs })

const CANCELLED: Readonly<Record<CancelledReason, string>> = {
  caller_gone: 'Its caller left.',
  session_ended: 'Its session ended.',
  revoked: 'This agent was stopped.',
  superseded: 'A newer request took its place.',
  definition_changed: 'The tool changed while it waited.',
  policy_changed: 'The policy changed while it waited.',
}
export const cancelled = (challengeId: ChallengeId, reason: CancelledReason): Refusal =>
  refusal('cancelled', CANCELLED[reason], { challengeId, nextAction: reason === 'definition_changed' || reason === 'policy_changed' ? 'request' : 'none' })
