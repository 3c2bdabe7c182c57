import { isInChain, isPresenceEnough, isSameActor } from '../../shared/domain/index.ts'
import { LIMITS, type ChallengePayload, type DecisionPayload, type ErrorCode } from '../../shared/protocol/index.ts'
import type { RosterKey } from '../journal/ConsoleRoster.ts'
import type { Witnessed } from './LogWitness.ts'
import type { PointState } from './ports.ts'
import { isHolder } from './signer.ts'

/** A decision whose signature and key are good, and everything that it is held against. */
export interface Vetting {
  readonly payload: DecisionPayload
  readonly by: RosterKey
  readonly pointId: string
  /** The point's, now. */
  readonly epoch: number
  readonly found: ReturnType<PointState['challenge']>
  readonly witnessed: Witnessed
  readonly nowMs: number
}

export type Vetted =
  | { readonly status: 'good'; readonly isSelfApproved: boolean; readonly logUnproven: boolean }
  | { readonly status: 'refused'; readonly code: ErrorCode }

/**
 * Vets a decision in the order of protocol P6, from the role on; fail closed. Whether it is fenced or late is left to the
 * judge, who asks it in the same step that accepts. A denial is the safe direction: no display, eligibility, presence,
 * scope or log can refuse it.
 */
export function vetDecision({ payload, by, pointId, epoch, found, witnessed, nowMs }: Vetting): Vetted {
  const isApproval = payload.decision === 'approve'
  if (isApproval ? !by.roles.includes('approver') : !by.roles.some((role) => role !== 'observer')) return refuse('forbidden')
  if (!isHolder(by, payload.reviewer)) return refuse('forbidden')
  if (payload.aud !== pointId || payload.console_id !== by.consoleId) return refuse('invalid_binding')
  if (found === null) return refuse('unknown_challenge')
  if (!found.isPending) return refuse('challenge_terminal')

  const challenge = found.payload
  if (!isBound(payload, challenge, found.challengeHash)) return refuse('invalid_binding')
  if (isApproval && (payload.display_profile !== challenge.display_profile || payload.display_hash !== challenge.display_hash)) return refuse('display_unbound')
  // A stamp from the future would outlive every stop to come.
  if (isApproval && payload.epoch > epoch) return refuse('invalid_binding')
  // The challenge's own nonce comes back: what was signed for an earlier one is never fresh.
  if (payload.nonce !== challenge.nonce) return refuse('replay')
  const logUnproven = witnessed !== 'proven'
  if (!isApproval) return { status: 'good', isSelfApproved: false, logUnproven }

  const self = isInChain(challenge.chain, by.person)
  const code = refusalOfPerson(challenge, by, self) ?? refusalOfPresence(challenge, payload) ?? refusalOfScope(challenge, payload, nowMs) ?? OF_LOG[witnessed]
  return code === null ? { status: 'good', isSelfApproved: self, logUnproven } : refuse(code)
}

function isBound(payload: DecisionPayload, challenge: ChallengePayload, challengeHash: string): boolean {
  return payload.challenge_hash === challengeHash
    && payload.challenge_id === challenge.challenge_id
    && payload.txn === challenge.txn
    && payload.action_hash === challenge.action_hash
    && payload.invocation_hash === challenge.invocation_hash
    && payload.chain_hash === challenge.chain_hash
    && payload.policy_hash === challenge.policy.policy_hash
}

/** Above this risk nobody approves for themselves, whatever the point's configuration says. */
const SELF_APPROVAL_AT_MOST = 2

function refusalOfPerson({ eligible, self_approval, risk }: ChallengePayload, { person, groups }: RosterKey, self: boolean): ErrorCode | null {
  if (eligible.groups.length > 0 && !eligible.groups.some((group) => groups.includes(group))) return 'not_eligible'
  // The list of the excluded names the chain too; whoever stands in the chain is judged by the rule for that.
  if (self) return self_approval === 'marked' && risk.level_id <= SELF_APPROVAL_AT_MOST ? null : 'self_approval'
  return eligible.exclude.some((excluded) => isSameActor(excluded, person)) ? 'not_eligible' : null
}

function refusalOfPresence({ presence_required, friction }: ChallengePayload, { presence, comment, reason_code }: DecisionPayload): ErrorCode | null {
  // The two strongest are reserved: nothing here can tell whether they are true.
  if (presence.method === 'os_prompt' || presence.method === 'webauthn') return 'presence_required'
  if (!isPresenceEnough(presence.method, presence_required)) return 'presence_required'
  if (friction.hold_ms > 0 && !isPresenceEnough(presence.method, 'hold')) return 'presence_required'
  const hasReason = (comment ?? '').trim() !== '' || (reason_code ?? '') !== ''
  return friction.reason_required && !hasReason ? 'payload_incomplete' : null
}

function refusalOfScope({ offered, hold_mode, invocation_ref }: ChallengePayload, { scope }: DecisionPayload, nowMs: number): ErrorCode | null {
  if ((invocation_ref?.bytes ?? 0) > LIMITS.reviewBytes) return 'payload_too_large_to_review'
  if (!offered.includes(scope.mode === 'once' ? 'approve_once' : 'approve_exact')) return 'scope_too_broad'
  const longest = hold_mode === 'retry' ? LIMITS.approvalLifeRetryMs : LIMITS.approvalLifeStreamMs
  return scope.mode === 'exact' && Date.parse(scope.approved_until) > nowMs + longest ? 'scope_too_broad' : null
}

/** An approval rests on the log: no proof, or one that does not hold, is as good as none. */
const OF_LOG: Readonly<Record<Witnessed, ErrorCode | null>> = { proven: null, absent: 'payload_incomplete', unproven: 'payload_incomplete', fork: 'log_fork' }

const refuse = (code: ErrorCode): Vetted => ({ status: 'refused', code })
