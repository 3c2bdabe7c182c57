// What both sides speak of, as it travels in frames. Frames are open: an unknown member is ignored.

import { z } from 'zod'
import { chain, count, digest, durationMs, epoch, id, jsonObject, kid, lockTarget, namedActor, riskLevel, time, untrusted } from './primitives.ts'

/** A key as it is shown to the other side. */
export const publicKey = z.object({ kid, alg: z.literal('Ed25519'), x: z.string().max(64) })

export const point = z.object({
  point_id: id('point'),
  name: untrusted(128),
  version: z.string().max(64),
  key: publicKey,
  policy_hash: digest,
  mode: z.enum(['enforce', 'observe']),
  lock_mode: z.enum(['best_effort', 'strict']),
  stream_id: id('stream'),
  epoch,
  capabilities: z.array(z.string().max(64)).max(64),
})
export type Point = z.infer<typeof point>

const environment = z.enum(['production', 'pilot', 'sandbox'])

export const agent = z.object({
  agent_id: id('agent'),
  name: untrusted(128),
  owner: namedActor.nullable(),
  purpose: untrusted(512),
  environment,
  lifecycle: z.enum(['registered', 'unregistered', 'changed', 'retiring', 'retired']),
  credential_kind: z.string().max(64),
  declared_tools: z.array(untrusted(256)).max(1_000),
  groups: z.array(z.string().max(128)).max(64),
  retires_at: time.exactOptional(),
  findings: z.array(untrusted(256)).max(64),
})
export type Agent = z.infer<typeof agent>

export const session = z.object({
  session_id: id('session'),
  state: z.enum(['active', 'paused', 'ended']),
  agent_id: id('agent'),
  chain,
  /** What the client says of itself. */
  client_info: z.object({ name: untrusted(128), version: untrusted(64) }),
  purpose: untrusted(512).exactOptional(),
  environment,
  route: z.string().max(64),
  mcp: z.object({
    era: z.enum(['sessions', 'stateless']),
    protocol_version: z.string().max(32),
    servers: z.array(z.object({ server_id: z.string().max(128), name: untrusted(128), transport: z.string().max(32) })).max(64),
  }),
  groups: z.array(z.string().max(128)).max(64),
  started_at: time,
  last_event_at: time,
  ended_at: time.exactOptional(),
  identity_expires_at: time.exactOptional(),
  counts: z.object({ allow: count, challenge: count, deny: count }),
  epoch,
})
export type Session = z.infer<typeof session>

export const signal = z.strictObject({
  code: z.string().max(64),
  level_id: riskLevel,
  sentence: untrusted(280),
  baseline: z.strictObject({ count, of: count, since: time }),
  evidence_ref: z.string().max(256).exactOptional(),
})
export type Signal = z.infer<typeof signal>

export const determiningPolicy = z.strictObject({ id: z.string().max(256), annotations: z.record(z.string().max(64), z.string().max(512)) })

export const evaluation = z.object({
  evaluation_id: id('evaluation'),
  evaluated_at: time,
  session_id: id('session'),
  request: z.object({ subject: jsonObject, action: jsonObject, resource: jsonObject, context: jsonObject }),
  verdict: z.enum(['allow', 'challenge', 'deny']),
  decision: z.boolean(),
  reason: untrusted(512),
  determining_policies: z.array(determiningPolicy).max(64),
  policy_errors: z.array(untrusted(512)).max(64),
  policy_hash: digest,
  engine: z.object({ name: z.string().max(64), version: z.string().max(64) }),
  signals: z.array(signal).max(32),
  duration_us: count,
})
export type Evaluation = z.infer<typeof evaluation>

export const enforcement = z.object({
  challenge_id: id('challenge').nullable(),
  evaluation_id: id('evaluation'),
  outcome: z.enum(['forwarded', 'blocked', 'aborted']),
  reevaluation: z.object({ decision: z.boolean(), reason: untrusted(512), next_action: z.enum(['request', 'retry', 'none']) }).exactOptional(),
  forwarded_at: time.exactOptional(),
  finished_at: time.exactOptional(),
  result: z.enum(['ok', 'error', 'unknown']),
  result_info: z.object({ content_hash: digest, bytes: count, masked: count, error_code: z.string().max(64).exactOptional() }).exactOptional(),
})
export type EnforcementRecord = z.infer<typeof enforcement>

export const lock = z.object({
  lock_id: id('lock'),
  target: lockTarget,
  effect: z.enum(['halt', 'pause']),
  mode: z.enum(['abort_inflight', 'drain']),
  reason: untrusted(2_000).exactOptional(),
  initiating_entity: z.enum(['reviewer', 'system', 'host']),
  created_at: time,
  created_by: namedActor,
  expires_at: time.nullable(),
  epoch,
  released_at: time.exactOptional(),
  released_by: namedActor.exactOptional(),
  release_reason: untrusted(2_000).exactOptional(),
  drill: z.boolean(),
})
export type LockRecord = z.infer<typeof lock>

export const friction = z.strictObject({ dwell_ms: durationMs, seen_ms: durationMs, hold_ms: durationMs, reason_required: z.boolean() })
