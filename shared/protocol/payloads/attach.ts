import { z } from 'zod'
import { count, id, kid, nonce, time } from '../primitives.ts'

/** What both attach proofs are over: both nonces, both ids, both keys, and the channel they came by. */
const bound = {
  point_id: id('point'),
  point_kid: kid,
  console_id: id('console'),
  console_kid: kid,
  reviewer_kid: kid,
  point_nonce: nonce,
  console_nonce: nonce,
  /** The TLS exporter value, base64url, or the word `loopback`. */
  channel: z.string().min(8).max(86),
  at: time,
}

/** The console's proof that it holds its key, made for this very connection. */
export const attachPayload = z.strictObject({ type: z.literal('countersign.attach/v1'), ...bound })
export type AttachPayload = z.infer<typeof attachPayload>

/** The point's proof, over the same. */
export const attachedPayload = z.strictObject({ type: z.literal('countersign.attached/v1'), ...bound })
export type AttachedPayload = z.infer<typeof attachedPayload>

/** A console's log begins anew: signed by the console key, accepted by a person on the point's host. */
export const logResetPayload = z.strictObject({
  type: z.literal('countersign.log-reset/v1'),
  console_id: id('console'),
  old_origin: z.string().max(256).nullable(),
  new_origin: z.string().max(256),
  checkpoint: z.string().max(4_096),
  size: count,
  aud: id('point'),
  nonce,
})
export type LogResetPayload = z.infer<typeof logResetPayload>
