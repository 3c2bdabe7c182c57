import { randomBytes } from 'node:crypto'
import { renderFacts, DISPLAY_PROFILE, type FactsContext } from '../../shared/display/index.ts'
import { PRESENCES, type PointId, type RiskLevel } from '../../shared/domain/index.ts'
import { encodeBytes, hashJson, signEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import { LIMITS, printTime, type ChallengePayload } from '../../shared/protocol/index.ts'
import type { ChallengeDraft, ChallengeMaker } from '../enforce/ports.ts'

export interface ChallengeMakerParts {
  readonly pointId: PointId
  readonly key: PrivateKey
  /** How the arguments of this tool are to be shown, and the name of the agent, as this point knows it. */
  readonly displayContextOf: (draft: ChallengeDraft) => FactsContext
}

/** How long things must have been on screen, by risk. Policy can only raise it. */
const SEEN_MS: Readonly<Record<RiskLevel, number>> = { 0: 0, 1: 0, 2: 0, 3: 3_000, 4: 5_000 }
const HOLD_MS = 2_000

/** Makes and signs the challenge for a call, with the facts computed by the same `display` that the console uses. */
export function challengeMaker({ pointId, key, displayContextOf }: ChallengeMakerParts): ChallengeMaker {
  return {
    make: async (draft) => {
      const payload = payloadOf(pointId, draft, displayContextOf(draft))
      return { payload, envelope: signEnvelope({ name: 'challenge', payload: payload as unknown as JsonObject, key }) }
    },
  }
}

function payloadOf(pointId: PointId, { challengeId, txn, supersedes, call, judgement, raisedAt, expiresAt, holdMode, epoch }: ChallengeDraft, context: FactsContext): ChallengePayload {
  const { evaluation, terms } = judgement
  const { subject, action, resource } = evaluation.request
  const { bytes } = call.invocation
  const isInline = bytes.length <= LIMITS.inlineInvocationBytes
  const isReviewable = bytes.length <= LIMITS.reviewBytes
  const needsReason = terms.riskLevel >= 3
  return {
    type: 'countersign.challenge/v1',
    challenge_id: challengeId,
    txn,
    ...(supersedes === null ? {} : { supersedes }),
    evaluation_id: evaluation.evaluation_id,
    evaluated_at: evaluation.evaluated_at,
    point_id: pointId,
    session_id: call.sessionId,
    agent_id: call.agentId,
    subject, action, resource,
    context: {},
    binding_context_members: [],
    ...(isInline ? { invocation: new TextDecoder().decode(bytes) } : { invocation_ref: { hash: call.invocationHash, bytes: bytes.length } }),
    invocation_hash: call.invocationHash,
    redactions: [],
    chain: [...call.chain],
    chain_hash: hashJson(call.chain as unknown as JsonObject[]),
    action_hash: hashJson({ subject, action, resource, context: {} }),
    policy: { policy_hash: evaluation.policy_hash, determining_policies: evaluation.determining_policies, reason: judgement.reason },
    trigger: 'policy_rule',
    risk: { level_id: terms.riskLevel, factors: evaluation.signals.map(({ code }) => code) },
    signals: evaluation.signals,
    presence_required: terms.presence,
    friction: { dwell_ms: LIMITS.dwellShortestMs, seen_ms: SEEN_MS[terms.riskLevel], hold_ms: PRESENCES.indexOf(terms.presence) >= 1 ? HOLD_MS : 0, reason_required: needsReason },
    critical_values: [...(context.criticalPointers ?? [])],
    // What nobody can review whole can be denied and nothing else.
    offered: isReviewable ? ['approve_once', 'deny'] : ['deny'],
    approvals_required: terms.approvalsRequired,
    eligible: { groups: [], exclude: call.chain.map(({ iss, sub }) => ({ iss, sub })) },
    self_approval: 'deny',
    raised_at: printTime(raisedAt.wallMs),
    expires_at: printTime(expiresAt.wallMs),
    ...(call.callerDeadline === null ? {} : { caller_deadline_at: printTime(call.callerDeadline.wallMs) }),
    hold_mode: holdMode,
    display_profile: DISPLAY_PROFILE,
    display_hash: hashJson(renderFacts(bytes, context)),
    display_context: context as unknown as JsonObject,
    epoch,
    nonce: encodeBytes(randomBytes(16), 'base64url'),
  }
}
