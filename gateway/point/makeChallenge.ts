import { randomBytes } from 'node:crypto'
import { DISPLAY_PROFILE, renderFacts, type FactsContext } from '../../shared/display/index.ts'
import type { Chain, PointId, RiskLevel } from '../../shared/domain/index.ts'
import { decodeBytes, encodeBytes, hashBytes, hashJson, signEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import type { JsonObject } from '../../shared/json/index.ts'
import { LIMITS, printTime, type ChallengePayload } from '../../shared/protocol/index.ts'
import type { Call, ChallengeDraft, ChallengeMaker } from '../enforce/ports.ts'
import { LONG_BYTES, longWork } from '../policy/Turns.ts'
import { frictionFor, presenceFor } from './friction.ts'

export interface ChallengeMakerParts {
  readonly pointId: PointId
  readonly key: PrivateKey
  /** Whether people may approve here what acts for themselves, as the configuration says. */
  readonly selfApproval: 'deny' | 'marked'
  readonly displayContextOf: (call: Call) => FactsContext
}

/** Above this nobody approves what acts for himself, marked or not. */
const SELF_APPROVAL_RISK_LIMIT: RiskLevel = 2

/** Makes and signs the challenge for a call, with the facts computed by the same `display` that the console uses. */
export function challengeMaker(parts: ChallengeMakerParts): ChallengeMaker {
  return {
    make: async (draft) => {
      const payload = draft.call.invocation.bytes.length < LONG_BYTES ? payloadOf(parts, draft) : await longWork.take(() => payloadOf(parts, draft))
      const envelope = signEnvelope({ name: 'challenge', payload: payload as unknown as JsonObject, key: parts.key })
      return { payload, envelope, challengeHash: hashBytes(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array()) }
    },
  }
}

function payloadOf(parts: ChallengeMakerParts, draft: ChallengeDraft): ChallengePayload {
  const { challengeId, txn, supersedes, call, judgement, actionHash, raisedAt, expiresAt, holdMode, epoch } = draft
  const { evaluation, terms } = judgement
  const { subject, action, resource } = evaluation.request
  const { bytes } = call.invocation
  const context = parts.displayContextOf(call)
  const presence = presenceFor(terms.riskLevel, terms.approvalsRequired, terms.presence)
  // What nobody can review whole can be denied and nothing else, and its bytes are not rendered: no console shows them.
  const isReviewable = bytes.length <= LIMITS.reviewBytes
  const isInline = bytes.length <= LIMITS.inlineInvocationBytes
  return {
    type: 'countersign.challenge/v1',
    challenge_id: challengeId,
    txn,
    ...(supersedes === null ? {} : { supersedes }),
    evaluation_id: evaluation.evaluation_id,
    evaluated_at: evaluation.evaluated_at,
    point_id: parts.pointId,
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
    action_hash: actionHash,
    policy: { policy_hash: evaluation.policy_hash, determining_policies: evaluation.determining_policies, reason: judgement.reason },
    trigger: 'policy_rule',
    risk: { level_id: terms.riskLevel, factors: evaluation.signals.map(({ code }) => code) },
    signals: evaluation.signals,
    presence_required: presence,
    friction: frictionFor(terms.riskLevel, presence),
    critical_values: [...(context.criticalPointers ?? [])],
    offered: isReviewable ? ['approve_once', 'deny'] : ['deny'],
    approvals_required: terms.approvalsRequired,
    eligible: { groups: [], exclude: peopleIn(call.chain) },
    self_approval: terms.riskLevel <= SELF_APPROVAL_RISK_LIMIT ? parts.selfApproval : 'deny',
    raised_at: printTime(raisedAt.wallMs),
    expires_at: printTime(expiresAt.wallMs),
    ...(call.callerDeadline === null || holdMode !== 'stream' ? {} : { caller_deadline_at: printTime(call.callerDeadline.wallMs) }),
    hold_mode: holdMode,
    display_profile: DISPLAY_PROFILE,
    display_hash: hashJson(renderFacts(isReviewable ? bytes : new Uint8Array(), context)),
    display_context: context as unknown as JsonObject,
    epoch,
    nonce: encodeBytes(randomBytes(16), 'base64url'),
  }
}

/** Everybody in the chain: whoever asks for something does not also permit it. */
const peopleIn = (chain: Chain): ChallengePayload['eligible']['exclude'] => chain.map(({ iss, sub }) => ({ iss, sub }))
