import { z } from 'zod'
import { agent, enforcement, evaluation, lock, point, publicKey, session } from './objects.ts'
import { logHead } from './payloads/index.ts'
import { actor, count, digest, envelope, epoch, id, json, kid, namedActor, nonce, time, untrusted } from './primitives.ts'

const seq = z.int().min(1)
const stream = z.enum(['control', 'telemetry'])
const challengeRecord = z.object({
  envelope,
  state: z.enum(['pending', 'approved', 'denied', 'expired', 'cancelled', 'failed']),
  reason: z.string().max(256).exactOptional(),
  decided_count: count,
  /** The decisions that the point has accepted from the reviewer whom this is sent to: the point's word on what is unconfirmed. */
  own_decisions: z.array(id('decision')).max(16).exactOptional(),
  ended_at: time.exactOptional(),
  ended_by: namedActor.exactOptional(),
  enforcement: enforcement.exactOptional(),
})
export type ChallengeRecord = z.infer<typeof challengeRecord>

const roles = z.array(z.enum(['observer', 'owner', 'approver', 'killer', 'admin'])).max(5)
export type Role = z.infer<typeof roles>[number]

const consoleFacts = z.object({ console_id: id('console'), name: untrusted(128), version: z.string().max(64), key: publicKey })
const resumed = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('resumed'), from: count, to: count }),
  z.object({ outcome: z.literal('reset'), reason: z.string().max(128), stream_id: id('stream') }),
])

/** What travels beside a decision: the proof that the console's log holds it. */
export const logProof = z.object({
  entry: z.strictObject({ n: count, at: time, kind: z.string().max(64), body_hash: digest }),
  salt: z.string().max(64),
  inclusion_proof: z.array(digest).max(64),
  checkpoint: z.string().max(4_096),
  consistency_proof: z.array(digest).max(64),
})
export type LogProof = z.infer<typeof logProof>

/** Point to console. */
export const FROM_POINT = {
  'hello': z.object({ point, nonce, versions: z.array(z.string().max(32)).max(16), features: z.array(z.string().max(64)).max(64), server_time: time }),
  'pair.confirm': z.object({ accepted: z.boolean() }),
  'attached': z.object({ roles, groups: z.array(z.string().max(128)).max(64), reviewer: namedActor, epoch, proof: envelope, log: logHead, control: resumed, telemetry: resumed }),
  'snapshot': z.object({
    part: z.int().min(1),
    parts: z.int().min(1),
    agents: z.array(agent),
    sessions: z.array(session),
    challenges: z.array(challengeRecord),
    locks: z.array(lock),
    as_of: z.object({ control: count, telemetry: count }),
  }),
  'session.started': session,
  'session.updated': session,
  'session.ended': session,
  'agent.updated': agent,
  'evaluation.recorded': evaluation,
  'challenge.raised': challengeRecord,
  'challenge.updated': challengeRecord,
  'enforcement.recorded': enforcement,
  'lock.engaged': lock,
  'lock.released': lock,
  'policy.changed': z.object({ policy_hash: digest, at: time }),
  'epoch.changed': z.object({ epoch, at: time }),
  'gap': z.object({ from: seq, to: seq, dropped: count }),
  'point.statement': z.object({ envelope }),
  'receipt': z.object({ envelope }),
  'lock.receipt': z.object({ envelope }),
  'result': z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), data: json }),
    z.object({ ok: z.literal(false), error: z.object({ code: z.string().max(64), message: untrusted(512), retryable: z.boolean(), retry_after_ms: count.exactOptional() }) }),
  ]),
  'ping': z.object({ nonce, server_time: time, epoch, last_seq: count }),
  'pong': z.object({ nonce }),
} as const

/** Console to point. */
export const FROM_CONSOLE = {
  'pair.offer': z.object({ console: consoleFacts, reviewer_key: publicKey, log_origin: z.string().max(256), nonce, mac: z.string().max(128) }),
  'pair.confirm': z.object({ accepted: z.boolean() }),
  'attach': z.object({
    console: consoleFacts,
    reviewer_kid: kid,
    nonce,
    proof: envelope,
    resume: z.object({ stream_id: id('stream'), control: count, telemetry: count }).exactOptional(),
    statement: envelope.exactOptional(),
  }),
  'ack': z.object({ stream, seq: count }),
  'challenge.decide': z.object({ envelope, proof: logProof.exactOptional() }),
  'lock.engage': z.object({ envelope, proof: logProof.exactOptional() }),
  'lock.release': z.object({ envelope, proof: logProof.exactOptional() }),
  'log.reset': z.object({ envelope }),
  'payload.get': z.object({ hash: digest, offset: count, length: count }),
  'ping': z.object({ nonce }),
  'pong': z.object({ nonce }),
} as const

/** The reviewer as a point's roster names him. */
export type Reviewer = z.infer<typeof actor>
export type PointFrameType = keyof typeof FROM_POINT
export type ConsoleFrameType = keyof typeof FROM_CONSOLE
export type PointBody<T extends PointFrameType> = z.infer<(typeof FROM_POINT)[T]>
export type ConsoleBody<T extends ConsoleFrameType> = z.infer<(typeof FROM_CONSOLE)[T]>

/** What every frame has around its body. */
export const frameHead = z.object({
  v: z.literal(1),
  type: z.string().max(64),
  id: id('message'),
  ts: time,
  stream: stream.exactOptional(),
  seq: seq.exactOptional(),
  re: id('message').exactOptional(),
  body: json,
})
export type FrameHead = z.infer<typeof frameHead>
