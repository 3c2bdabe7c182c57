import { z } from 'zod'
import { count, digest, epoch, id, lockTarget, nonce, presence, time, untrusted } from '../primitives.ts'
import { logHead } from './decision.ts'

/** A stop, signed by the reviewer's key. It needs no step-up and holds on a stale stream. */
export const lockPayload = z.strictObject({
  type: z.literal('countersign.lock/v1'),
  lock_id: id('lock'),
  target: lockTarget,
  effect: z.enum(['halt', 'pause']),
  mode: z.enum(['abort_inflight', 'drain']),
  /** May be empty: a stop never waits for words. */
  reason: untrusted(2_000),
  drill: z.boolean(),
  expires_at: time.nullable(),
  nonce,
  aud: id('point'),
  issued_at: time,
})
export type LockPayload = z.infer<typeof lockPayload>

/** The end of a stop, signed by the reviewer's key. It needs a reason and a hand. */
export const releasePayload = z.strictObject({
  type: z.literal('countersign.release/v1'),
  lock_id: id('lock'),
  reason: untrusted(2_000).min(1),
  presence: z.strictObject({ method: presence, at: time }),
  nonce,
  aud: id('point'),
  issued_at: time,
})
export type ReleasePayload = z.infer<typeof releasePayload>

/** A point's proof of what it has stopped, signed by its key: the only thing that turns a lock to confirmed. */
export const lockReceiptPayload = z.strictObject({
  type: z.literal('countersign.lock-receipt/v1'),
  lock_id: id('lock'),
  /** The digest of the lock's or release's payload that is answered. */
  request_hash: digest,
  verb: z.enum(['engage', 'release']),
  outcome: z.enum(['accepted', 'refused']),
  error: z.string().max(64).exactOptional(),
  epoch,
  effective_at: time,
  sessions_stopped: z.array(id('session')).max(10_000),
  inflight_aborted: z.array(id('session')).max(10_000),
  /** Sessions with a call that cannot be called back. */
  inflight_unabortable: z.array(id('session')).max(10_000),
  challenges_cancelled: z.array(id('challenge')).max(10_000),
  credentials_ended: count,
  log: logHead,
  log_unproven: z.boolean(),
})
export type LockReceiptPayload = z.infer<typeof lockReceiptPayload>

/** What a point says of its own state, with each ping: shown one that is ahead of it, it knows that it was restored. */
export const statementPayload = z.strictObject({
  type: z.literal('countersign.statement/v1'),
  point_id: id('point'),
  stream_id: id('stream'),
  epoch,
  control_seq: count,
  locks_hash: digest,
  journal_root: digest,
  at: time,
})
export type StatementPayload = z.infer<typeof statementPayload>
