import { assertNever } from '../util/assertNever.ts'
import { isSameActor, type Actor } from './chain.ts'
import type { DecisionId } from './ids.ts'

export type ExpiredReason = 'ttl' | 'caller_deadline'
export type CancelledReason = 'caller_gone' | 'session_ended' | 'revoked' | 'superseded' | 'definition_changed' | 'policy_changed'
export type EnforcementResult = 'ok' | 'error' | 'unknown'

/** One reviewer's yes, the key that signed it, and the epoch that it was stamped with. */
export interface Approval {
  readonly decisionId: DecisionId
  readonly reviewer: Actor
  readonly kid: string
  readonly stampedEpoch: number
}

/** What became of an approved call. Each state carries only its own facts, so that an impossible one cannot be written. */
export type Enforcement =
  | { readonly outcome: 'waiting' }
  | { readonly outcome: 'forwarded'; readonly result: EnforcementResult | null }
  | { readonly outcome: 'blocked'; readonly reason: string }
  | { readonly outcome: 'aborted' }

/** Where a challenge is. All but `pending` are final; `approved` still has a fate of its own. */
export type ChallengeState =
  | { readonly status: 'pending'; readonly approvals: readonly Approval[] }
  | { readonly status: 'approved'; readonly approvals: readonly Approval[]; readonly until: Clocks; readonly enforcement: Enforcement }
  | { readonly status: 'denied'; readonly by: Actor | 'policy'; readonly decisionId: DecisionId | null }
  | { readonly status: 'expired'; readonly reason: ExpiredReason }
  | { readonly status: 'cancelled'; readonly reason: CancelledReason }
  | { readonly status: 'failed'; readonly reason: string }

/** What does not change about a challenge while it waits. Times are read on both clocks of the point. */
export interface ChallengeTerms {
  readonly approvalsRequired: number
  readonly holdMode: 'stream' | 'retry'
  /** On the monotonic clock, and on the wall clock: whichever passes first ends it. */
  readonly deadline: Clocks
  readonly deadlineReason: ExpiredReason
  /** How long an approval holds after it was given. */
  readonly approvalLifeMs: number
}

/** A moment on both clocks of the point. A wall clock that is set back must not lengthen anything. */
export interface Clocks {
  readonly monotonicMs: number
  readonly wallMs: number
}

export type ChallengeEvent =
  | { readonly kind: 'approve'; readonly approval: Approval; readonly isFenced: boolean; readonly now: Clocks }
  | { readonly kind: 'deny'; readonly by: Actor | 'policy'; readonly decisionId: DecisionId | null; readonly now: Clocks }
  | { readonly kind: 'tick'; readonly now: Clocks }
  | { readonly kind: 'cancel'; readonly reason: CancelledReason; readonly now: Clocks }
  | { readonly kind: 'revokeKey'; readonly kid: string; readonly now: Clocks }
  | { readonly kind: 'fail'; readonly reason: string }
  | { readonly kind: 'consume'; readonly isFenced: boolean; readonly isStillAllowed: boolean; readonly now: Clocks }
  | { readonly kind: 'callerGone' }
  | { readonly kind: 'finish'; readonly result: EnforcementResult }

export type ChallengeRefusal = 'challenge_terminal' | 'challenge_expired' | 'fenced' | 'not_eligible' | 'not_consumable'

/** What a step gives: the next state, and why the event was refused where it was. An expiry can be both. */
export interface ChallengeStep {
  readonly state: ChallengeState
  readonly refusal: ChallengeRefusal | null
}

export const newChallenge: ChallengeState = { status: 'pending', approvals: [] }

/**
 * One step in the life of a challenge. Only a `consume` that comes back without a refusal and forwarded has let the call
 * run: every other one, a second one too, is refused as `not_consumable` or turned to blocked. Silence never approves: a decision that arrives when either clock has passed the
 * deadline finds the challenge expired, in this very step and not in a later sweep.
 */
export function nextChallengeState(state: ChallengeState, terms: ChallengeTerms, event: ChallengeEvent): ChallengeStep {
  if (state.status === 'pending') return fromPending(state, terms, event)
  if (state.status === 'approved') return fromApproved(state, terms, event)
  return { state, refusal: isDecision(event) ? 'challenge_terminal' : event.kind === 'consume' ? 'not_consumable' : null }
}

/** Whether the call behind it may still run, or has run: everything else is over. */
export const isTerminal = (state: ChallengeState): boolean => state.status !== 'pending' && !(state.status === 'approved' && state.enforcement.outcome === 'waiting')

function fromPending(state: Extract<ChallengeState, { status: 'pending' }>, terms: ChallengeTerms, event: ChallengeEvent): ChallengeStep {
  if ('now' in event && hasPassed(terms.deadline, event.now)) {
    return { state: { status: 'expired', reason: terms.deadlineReason }, refusal: isDecision(event) ? 'challenge_expired' : event.kind === 'consume' ? 'not_consumable' : null }
  }
  switch (event.kind) {
    case 'approve':
      return approve(state.approvals, terms, event)
    case 'deny':
      return moved({ status: 'denied', by: event.by, decisionId: event.decisionId })
    case 'cancel':
      return moved({ status: 'cancelled', reason: event.reason })
    case 'callerGone':
      // A parked call is not gone: its caller was told to come again.
      return terms.holdMode === 'retry' ? moved(state) : moved({ status: 'cancelled', reason: 'caller_gone' })
    case 'revokeKey':
      return moved({ status: 'pending', approvals: state.approvals.filter(({ kid }) => kid !== event.kid) })
    case 'fail':
      return moved({ status: 'failed', reason: event.reason })
    case 'consume':
      return { state, refusal: 'not_consumable' }
    case 'tick':
    case 'finish':
      return moved(state)
    default:
      return assertNever(event)
  }
}

function approve(approvals: readonly Approval[], terms: ChallengeTerms, { approval, isFenced, now }: Extract<ChallengeEvent, { kind: 'approve' }>): ChallengeStep {
  const pending = { status: 'pending', approvals } as const
  if (isFenced) return { state: pending, refusal: 'fenced' }
  // Two keys of one person are still one person, and one key is one person whatever it was enrolled for later.
  if (approvals.some(({ reviewer, kid }) => isSameActor(reviewer, approval.reviewer) || kid === approval.kid)) return { state: pending, refusal: 'not_eligible' }
  const all = [...approvals, approval]
  if (all.length < terms.approvalsRequired) return moved({ status: 'pending', approvals: all })
  return moved({ status: 'approved', approvals: all, until: { monotonicMs: now.monotonicMs + terms.approvalLifeMs, wallMs: now.wallMs + terms.approvalLifeMs }, enforcement: { outcome: 'waiting' } })
}

function fromApproved(state: Extract<ChallengeState, { status: 'approved' }>, terms: ChallengeTerms, event: ChallengeEvent): ChallengeStep {
  const { enforcement } = state
  const turned = (next: Enforcement): ChallengeStep => moved({ ...state, enforcement: next })
  if (isDecision(event)) return { state, refusal: 'challenge_terminal' }
  if (event.kind === 'finish') return enforcement.outcome === 'forwarded' && enforcement.result === null ? turned({ outcome: 'forwarded', result: event.result }) : moved(state)
  if (enforcement.outcome !== 'waiting') return { state, refusal: event.kind === 'consume' ? 'not_consumable' : null }
  switch (event.kind) {
    case 'consume':
      if (event.isFenced) return turned({ outcome: 'blocked', reason: 'locked' })
      if (hasPassed(state.until, event.now)) return turned({ outcome: 'blocked', reason: 'approval_expired' })
      if (!event.isStillAllowed) return turned({ outcome: 'blocked', reason: 'policy_denied' })
      return turned({ outcome: 'forwarded', result: null })
    case 'cancel':
      return turned({ outcome: 'blocked', reason: event.reason })
    case 'callerGone':
      return terms.holdMode === 'stream' ? turned({ outcome: 'aborted' }) : moved(state)
    case 'tick':
      return hasPassed(state.until, event.now) ? turned({ outcome: 'blocked', reason: 'approval_expired' }) : moved(state)
    case 'revokeKey':
      // No more approvals are kept than are needed, so a call rests on each of them.
      return state.approvals.some(({ kid }) => kid === event.kid) ? turned({ outcome: 'blocked', reason: 'key_revoked' }) : moved(state)
    case 'fail':
      return turned({ outcome: 'blocked', reason: event.reason })
    default:
      return assertNever(event)
  }
}

const moved = (state: ChallengeState): ChallengeStep => ({ state, refusal: null })
const isDecision = (event: ChallengeEvent): event is Extract<ChallengeEvent, { kind: 'approve' | 'deny' }> => event.kind === 'approve' || event.kind === 'deny'
const hasPassed = (deadline: Clocks, now: Clocks) => now.monotonicMs >= deadline.monotonicMs || now.wallMs >= deadline.wallMs
