import { z } from 'zod'
import { determiningPolicy, friction, signal } from '../objects.ts'
import { actor, chain, count, digest, epoch, id, json, jsonObject, nonce, presence, riskLevel, time, untrusted } from '../primitives.ts'

/** A part of an invocation that is hidden, with the commitment that stands in its place. */
export const redaction = z.strictObject({ pointer: z.string().max(1_024), commitment: z.string().max(128), bytes: count })

/** What a point asks of people, signed by its key: nobody in between can invent work or change it. */
export const challengePayload = z.strictObject({
  type: z.literal('countersign.challenge/v1'),
  challenge_id: id('challenge'),
  /** One for each underlying operation; it survives being raised again. */
  txn: id('txn'),
  supersedes: id('challenge').exactOptional(),
  evaluation_id: id('evaluation'),
  evaluated_at: time,
  point_id: id('point'),
  session_id: id('session'),
  agent_id: id('agent'),
  subject: jsonObject,
  action: jsonObject,
  resource: jsonObject,
  context: jsonObject,
  binding_context_members: z.array(z.string().max(128)).max(64),
  /** The one byte string, as text: it is canonical JSON, so its UTF-8 is what is hashed, shown, signed and forwarded. */
  invocation: z.string().exactOptional(),
  invocation_ref: z.strictObject({ hash: digest, bytes: count }).exactOptional(),
  invocation_hash: digest,
  redactions: z.array(redaction).max(256),
  chain,
  chain_hash: digest,
  action_hash: digest,
  policy: z.strictObject({ policy_hash: digest, determining_policies: z.array(determiningPolicy).max(64), reason: untrusted(512) }),
  trigger: z.enum(['irreversibility', 'magnitude', 'uncertainty', 'novelty', 'authority_gap', 'policy_rule']),
  risk: z.strictObject({ level_id: riskLevel, factors: z.array(z.string().max(128)).max(32) }),
  signals: z.array(signal).max(32),
  presence_required: presence,
  friction,
  critical_values: z.array(z.string().max(1_024)).max(16),
  offered: z.array(z.enum(['approve_once', 'approve_exact', 'narrow', 'deny'])).min(1).max(4),
  approvals_required: z.int().min(1).max(8),
  eligible: z.strictObject({ groups: z.array(z.string().max(128)).max(64), exclude: z.array(actor).max(64) }),
  self_approval: z.enum(['deny', 'marked']),
  statement: untrusted(280).exactOptional(),
  raised_at: time,
  expires_at: time,
  caller_deadline_at: time.exactOptional(),
  hold_mode: z.enum(['stream', 'retry']),
  display_profile: z.string().max(128),
  display_hash: digest,
  /** What `display` was told beside the bytes, so that the console computes the same facts. */
  display_context: json,
  epoch,
  nonce,
}).refine((payload) => (payload.invocation === undefined) !== (payload.invocation_ref === undefined), 'either the invocation or a reference to it')
export type ChallengePayload = z.infer<typeof challengePayload>
