import { nextLockDelivery, type LockDelivery, type LockId, type PointId } from '../../../shared/domain/index.ts'
import { decodeBytes, hashBytes } from '../../../shared/evidence/index.ts'
import type { EnvelopeOnWire, LockReceiptPayload } from '../../../shared/protocol/index.ts'

/** One signed order to one point: that a lock holds, or that it ends. */
export interface Order {
  readonly verb: 'engage' | 'release'
  readonly lockId: LockId
  readonly pointId: PointId
  readonly envelope: EnvelopeOnWire
  /** Digest of the signed payload; a receipt must name it. */
  readonly requestHash: string
  /** Its number in the log; null where only the reserve has it, or nothing. */
  readonly n: number | null
  readonly delivery: LockDelivery
  readonly sentAtMs: number | null
  /** Verified, and the only thing that ends it. */
  readonly receipt: LockReceiptPayload | null
  /** What the point had answered before it seemed to have forgotten the order; null where it never did. */
  readonly forgotten: Forgotten | null
}

/** An answer that counts no more. */
export interface Forgotten {
  readonly receipt: LockReceiptPayload
  /** Whether the same answer once more would mean that the lock ended in between: the point does not list it. */
  readonly isUnlisted: boolean
}

export type OrderEvent =
  | { readonly kind: 'sent'; readonly atMs: number }
  | { readonly kind: 'linkEnded' }
  | { readonly kind: 'noAnswer' }
  | { readonly kind: 'receipt'; readonly receipt: LockReceiptPayload }
  | { readonly kind: 'forgotten'; readonly isUnlisted: boolean }

/**
 * One step of an order. A verified receipt is final, whatever comes later, unless its point turns out to have forgotten
 * what it confirmed; everything else is tried again until then.
 */
export function nextOrder(order: Order, event: OrderEvent): Order {
  if (event.kind === 'forgotten') return isConfirmed(order) && order.receipt !== null ? { ...order, delivery: 'not_confirmed', sentAtMs: null, receipt: null, forgotten: { receipt: order.receipt, isUnlisted: event.isUnlisted } } : order
  if (order.receipt !== null) return order
  switch (event.kind) {
    case 'sent':
      return { ...order, delivery: nextLockDelivery(order.delivery, 'sentAgain'), sentAtMs: order.sentAtMs ?? event.atMs }
    case 'receipt':
      // A refusal is an answer too, and nothing that was confirmed.
      return { ...order, delivery: event.receipt.outcome === 'accepted' ? nextLockDelivery(order.delivery, 'receiptVerified') : 'not_confirmed', receipt: event.receipt }
    default:
      return { ...order, delivery: nextLockDelivery(order.delivery, event.kind) }
  }
}

/** Whether it must be sent once more, on every attachment and after every silence. */
export const isUnanswered = ({ receipt }: Order): boolean => receipt === null

/** Accepted, and not only counted: the first of two admins is told `accepted` with an error, and nothing has been released. */
export const isConfirmed = ({ receipt }: Order): boolean => receipt?.outcome === 'accepted' && receipt.error === undefined

/** An order before anything became of it. */
export function newOrder(verb: Order['verb'], { lockId, pointId, envelope, n = null }: Pick<Order, 'lockId' | 'pointId' | 'envelope'> & { readonly n?: number | null }): Order {
  const requestHash = hashBytes(decodeBytes(envelope.payload, 'base64') ?? new Uint8Array())
  return { verb, lockId, pointId, envelope, requestHash, n, delivery: 'not_confirmed', sentAtMs: null, receipt: null, forgotten: null }
}

/** Whether the point has answered with its earlier answer, which it keeps for ever: then it has taken the order once, and not again. */
export const isSameAnswer = ({ receipt, forgotten }: Order): boolean => receipt !== null && receipt.epoch === forgotten?.receipt.epoch && receipt.effective_at === forgotten.receipt.effective_at
