import { z } from 'zod'
import { LIMITS } from '../limits.ts'
import { actor, count, digest, epoch, id, nonce, presence, time, untrusted } from '../primitives.ts'

/** What a person decided over exactly what was shown, signed by the reviewer's key. */
export const decisionPayload = z.strictObject({
  type: z.literal('countersign.decision/v1'),
  decision_id: id('decision'),
  challenge_id: id('challenge'),
  challenge_hash: digest,
  txn: id('txn'),
  /** The point that this is for; at any other it is refused. */
  aud: id('point'),
  decision: z.enum(['approve', 'deny']),
  reason_code: z.string().max(64).exactOptional(),
  comment: untrusted(LIMITS.commentCharacters).exactOptional(),
  action_hash: digest,
  invocation_hash: digest,
  chain_hash: digest,
  policy_hash: digest,
  display_profile: z.string().max(128),
  display_hash: digest,
  scope: z.discriminatedUnion('mode', [
    z.strictObject({ mode: z.literal('once') }),
    z.strictObject({ mode: z.literal('exact'), max_uses: z.int().min(1).max(1), approved_until: time }),
  ]),
  reviewer: actor,
  console_id: id('console'),
  nonce,
  epoch,
  shown_at: time,
  decided_at: time,
  presence: z.strictObject({ method: presence, at: time }),
  view_manifest_hash: digest,
})
export type DecisionPayload = z.infer<typeof decisionPayload>

/** The head of a console's log as a point remembers it, or null where it has seen none. */
export const logHead = z.strictObject({ origin: z.string().max(256), size: count, root: digest }).nullable()

/** A point's only answer to a decision, refusals too, signed by its key. */
export const receiptPayload = z.strictObject({
  type: z.literal('countersign.receipt/v1'),
  decision_id: id('decision'),
  decision_hash: digest,
  challenge_id: id('challenge'),
  outcome: z.enum(['accepted', 'refused']),
  error: z.string().max(64).exactOptional(),
  at: time,
  epoch,
  control_seq: count,
  log: logHead,
  log_unproven: z.boolean(),
  self_approved: z.boolean(),
})
export type ReceiptPayload = z.infer<typeof receiptPayload>
