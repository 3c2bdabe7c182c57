import { assertNever } from '../util/assertNever.ts'
import type { EnforcementResult } from './challenge.ts'

/**
 * Where a decision of this console really is. Nothing reads as done before the point said so; *unconfirmed* is an
 * outcome of its own.
 */
export type Delivery =
  | { readonly status: 'recorded' }
  | { readonly status: 'sent' }
  | { readonly status: 'accepted' }
  | { readonly status: 'refused'; readonly code: string }
  | { readonly status: 'unconfirmed' }
  | { readonly status: 'undelivered' }
  | { readonly status: 'forwarded' }
  | { readonly status: 'executed' }
  | { readonly status: 'executed_with_error' }
  | { readonly status: 'unknown' }
  | { readonly status: 'blocked'; readonly reason: string }
  | { readonly status: 'aborted' }

export type DeliveryEvent =
  | { readonly kind: 'sent' }
  | { readonly kind: 'receipt'; readonly outcome: 'accepted' }
  | { readonly kind: 'receipt'; readonly outcome: 'refused'; readonly code: string }
  | { readonly kind: 'linkEnded' }
  /** After a resync the point's own record is the truth: it has this decision, or it never saw it. */
  | { readonly kind: 'resynced'; readonly pointHasIt: boolean }
  | { readonly kind: 'enforced'; readonly outcome: 'forwarded'; readonly result: EnforcementResult | null }
  | { readonly kind: 'enforced'; readonly outcome: 'blocked'; readonly reason: string }
  | { readonly kind: 'enforced'; readonly outcome: 'aborted' }

/** What a decision is: an approval is written to the socket once, a denial again and again until it is answered. */
export type DecisionKind = 'approve' | 'deny'

/** One step in the delivery of a decision. Events that come late or twice change nothing. */
export function nextDelivery(delivery: Delivery, kind: DecisionKind, event: DeliveryEvent): Delivery {
  switch (event.kind) {
    case 'sent':
      return delivery.status === 'recorded' ? { status: 'sent' } : delivery
    case 'receipt':
      // The point's own receipt is the truth, also over a resync that did not know of the decision yet.
      if (!isUnanswered(delivery) && delivery.status !== 'undelivered') return delivery
      return event.outcome === 'accepted' ? { status: 'accepted' } : { status: 'refused', code: event.code }
    case 'linkEnded':
      if (delivery.status !== 'sent') return delivery
      return kind === 'approve' ? { status: 'unconfirmed' } : { status: 'recorded' }
    case 'resynced':
      if (delivery.status !== 'unconfirmed' && !(kind === 'approve' && delivery.status === 'recorded')) return delivery
      return event.pointHasIt ? { status: 'accepted' } : { status: 'undelivered' }
    case 'enforced':
      // The call may have run on other people's approvals: only one that the point accepted shares in what became of it.
      return kind === 'approve' && (delivery.status === 'accepted' || delivery.status === 'forwarded') ? enforced(event) : delivery
    default:
      return assertNever(event)
  }
}

/** Whether this decision must be sent once more when the link is back: denials until they are answered, approvals never. */
export const mustBeSentAgain = (delivery: Delivery, kind: DecisionKind): boolean => kind === 'deny' && (delivery.status === 'recorded' || delivery.status === 'sent')

function enforced(event: Extract<DeliveryEvent, { kind: 'enforced' }>): Delivery {
  if (event.outcome === 'aborted') return { status: 'aborted' }
  if (event.outcome === 'blocked') return { status: 'blocked', reason: event.reason }
  const byResult = { ok: 'executed', error: 'executed_with_error', unknown: 'unknown' } as const
  return { status: event.result === null ? 'forwarded' : byResult[event.result] }
}

const isUnanswered = ({ status }: Delivery) => status === 'recorded' || status === 'sent' || status === 'unconfirmed'
