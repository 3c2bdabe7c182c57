import { nextDelivery, type ChallengeId, type DecisionId, type Delivery, type DeliveryEvent, type PointId } from '../../../shared/domain/index.ts'
import type { EnvelopeOnWire } from '../../../shared/protocol/index.ts'

/** A decision that a person made here, and where it really is. */
export interface Decision {
  readonly decisionId: DecisionId
  readonly challengeId: ChallengeId
  readonly pointId: PointId
  readonly verdict: 'approve' | 'deny'
  readonly envelope: EnvelopeOnWire
  /** Digest of the signed payload; a receipt must name it. */
  readonly decisionHash: string
  /** Its number in the log; null for a denial that the log could not take yet. */
  readonly n: number | null
  readonly delivery: Delivery
  readonly sinceMs: number
  /** The attachment that it was written on. */
  readonly linkNumber: number | null
}

/** One step of where it is. The moment changes only with the word. */
export function stepped(decision: Decision, event: DeliveryEvent, nowMs: number): Decision {
  const delivery = nextDelivery(decision.delivery, decision.verdict, event)
  return delivery === decision.delivery ? decision : { ...decision, delivery, sinceMs: nowMs }
}

/** Whether the point may still accept it, or has accepted it: until this is false nobody decides the same thing again. */
export const isInTheWay = ({ delivery: { status } }: Decision): boolean => status !== 'undelivered' && status !== 'refused'

/** Whether the point has not said yet what became of it. */
export const isUnanswered = ({ delivery: { status } }: Decision): boolean => status === 'recorded' || status === 'sent' || status === 'unconfirmed'
