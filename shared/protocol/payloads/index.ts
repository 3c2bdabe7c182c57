import type { z } from 'zod'
import { attachedPayload, attachPayload, logResetPayload } from './attach.ts'
import { challengePayload } from './challenge.ts'
import { decisionPayload, receiptPayload } from './decision.ts'
import { lockPayload, lockReceiptPayload, releasePayload, statementPayload } from './lock.ts'

/** Every signed payload that this version speaks, by the name in its payload type. */
export const PAYLOADS = {
  'attach': attachPayload,
  'attached': attachedPayload,
  'challenge': challengePayload,
  'decision': decisionPayload,
  'receipt': receiptPayload,
  'lock': lockPayload,
  'release': releasePayload,
  'lock-receipt': lockReceiptPayload,
  'statement': statementPayload,
  'log-reset': logResetPayload,
} as const

export type PayloadNameInUse = keyof typeof PAYLOADS
export type Payload<N extends PayloadNameInUse> = z.infer<(typeof PAYLOADS)[N]>

export { logHead } from './decision.ts'
export type { AttachedPayload, AttachPayload, LogResetPayload } from './attach.ts'
export type { ChallengePayload } from './challenge.ts'
export type { DecisionPayload, ReceiptPayload } from './decision.ts'
export type { LockPayload, LockReceiptPayload, ReleasePayload, StatementPayload } from './lock.ts'
