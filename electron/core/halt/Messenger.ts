import type { LockId, PointId } from '../../../shared/domain/index.ts'
import { verifyEnvelope } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { PAYLOADS, type EnvelopeOnWire, type LockReceiptPayload, type LogProof } from '../../../shared/protocol/index.ts'
import { LedgerFault, type RememberedTree } from '../ledger/index.ts'
import { isSameAnswer, isUnanswered, type Order, type OrderEvent } from './Order.ts'
import { isLive, type HaltPorts } from './ports.ts'
import type { Stops } from './Stops.ts'

/** After this long without an answer an order counts as not confirmed and is sent once more. */
const ANSWER_MS = 5_000

/** Carries stops and releases to their points, again and again until a signed receipt is there. */
export class Messenger {
  readonly #ports: HaltPorts
  readonly #stops: Stops
  /** One watch for each order, by its digest: an order that is sent twice must not be waited for twice, and sent four times. */
  readonly #watches = new Map<string, () => void>()
  /** By point, the digests of what it answered on the link of now. */
  readonly #answered = new Map<PointId, Set<string>>()

  constructor(ports: HaltPorts, stops: Stops) {
    this.#ports = ports
    this.#stops = stops
  }

  /** Writes an order. Where its point is not attached it stays not confirmed and goes out as soon as it is. */
  send(order: Order): void {
    const { pointId, envelope, verb } = order
    const proof = this.#proofOf(order)
    const body = { envelope, ...(proof === null ? {} : { proof }) }
    const sent = verb === 'engage' ? this.#ports.sendLock(pointId, body) : this.#ports.sendRelease(pointId, body)
    if (sent === null) return this.#step(order, { kind: 'noAnswer' })
    this.#step(order, { kind: 'sent', atMs: this.#ports.now() })
    if (proof !== null) this.#ports.proofLeft(pointId, order.requestHash)
    this.#watches.get(order.requestHash)?.()
    this.#watches.set(order.requestHash, this.#ports.after(ANSWER_MS, () => this.#onSilence(order, sent.linkNumber)))
  }

  /** Orders that a point seems to have forgotten count as not confirmed from here on, and go out again. */
  sendForgotten(pointId: PointId, orders: readonly Order[], { isUnlisted }: { readonly isUnlisted: boolean }): void {
    for (const order of orders.filter((one) => !this.hasAnsweredNow(one))) {
      // Read back from the log, a snapshot may stand behind an answer that it is older than: then the answer alone counts.
      this.#step(order, { kind: 'forgotten', isUnlisted: isUnlisted && isLive(this.#ports.pointOf(pointId)) })
      const now = this.#stops.orderOf(pointId, order.lockId, order.verb)
      if (now !== undefined) this.send(now)
    }
  }

  /** Whether its point has answered an order on the link of now: a snapshot of this link may be older than that. */
  hasAnsweredNow({ pointId, requestHash }: Order): boolean {
    return this.#answered.get(pointId)?.has(requestHash) === true
  }

  attached(pointId: PointId): void {
    for (const order of this.#stops.unansweredOf(pointId)) this.send(order)
  }

  detached(pointId: PointId): void {
    this.#answered.delete(pointId)
    for (const order of this.#stops.unansweredOf(pointId)) this.#step(order, { kind: 'linkEnded' })
  }

  /**
   * A point's answer. It counts only where its signature, the lock and the digest of the very order are right.
   * @param remember is told what the point remembers of our log, and for which payload it said so
   */
  async receipt(pointId: PointId, envelope: EnvelopeOnWire, remember: (head: LockReceiptPayload['log'], payloadHash: string) => void): Promise<void> {
    const key = this.#ports.pointOf(pointId)?.key
    const verdict = verifyEnvelope({ envelope, name: 'lock-receipt', findKey: (kid) => (kid === key?.kid ? key : undefined) })
    const parsed = verdict.status === 'verified' ? PAYLOADS['lock-receipt'].safeParse(verdict.payload) : null
    const receipt = parsed?.success === true ? parsed.data : null
    const order = receipt === null ? undefined : this.#stops.orderOf(pointId, receipt.lock_id, receipt.verb)
    if (receipt === null || order === undefined || order.requestHash !== receipt.request_hash) {
      this.#ports.alarm(pointId, 'The point sent a receipt that does not belong to any stop of this console.', true)
      return
    }
    remember(receipt.log, receipt.request_hash)
    const isNews = isUnanswered(order)
    this.#step(order, { kind: 'receipt', receipt })
    this.#answered.set(pointId, (this.#answered.get(pointId) ?? new Set()).add(receipt.request_hash))
    if (isNews) this.#hearAgain(pointId, receipt)
    // The stored answer to an order that was sent twice is no news.
    if (isNews) await this.#ports.log.appendOrReserve([{ kind: 'lock.receipt', body: envelope as unknown as JsonObject, subjects: { pointId } }])
  }

  #hearAgain(pointId: PointId, { lock_id, verb }: LockReceiptPayload): void {
    const order = this.#stops.orderOf(pointId, lock_id, verb)
    if (order === undefined || order.forgotten === null) return
    if (this.#stops.answeredAgain(order, this.#ports.now()) === 'holds' && !isSameAnswer(order)) this.#ports.alarm(pointId, 'The point had forgotten a stop that it had confirmed. The stop was sent again.', (this.#ports.pointOf(pointId)?.anewIn ?? null) === null)
  }

  #onSilence(order: Order, linkNumber: number): void {
    this.#watches.delete(order.requestHash)
    const now = this.#stops.orderOf(order.pointId, order.lockId, order.verb)
    if (now === undefined || !isUnanswered(now) || now.requestHash !== order.requestHash) return
    this.#step(now, { kind: 'noAnswer' })
    if (this.#ports.pointOf(order.pointId)?.linkNumber === linkNumber) this.send(now)
  }

  #step({ pointId, lockId, verb }: { readonly pointId: PointId; readonly lockId: LockId; readonly verb: Order['verb'] }, event: OrderEvent): void {
    this.#stops.step(pointId, lockId, verb, event)
  }

  /** The proof that the log holds it, where there is one. A stop is never held back for the lack of it. */
  #proofOf({ n, pointId }: Order): LogProof | null {
    const { head = null, proofOut = null } = this.#ports.pointOf(pointId) ?? {}
    // A second proof while the first has no answer would look like a fork to the point.
    if (n === null || proofOut !== null || (head !== null && head.origin !== this.#ports.logOrigin)) return null
    try {
      const since: RememberedTree = head === null ? { sinceSize: 0 } : { sinceSize: head.size, sinceRoot: head.root as NonNullable<RememberedTree['sinceRoot']> }
      const verdict = this.#ports.log.proofOf(n, since)
      if (verdict?.status !== 'proven') return null
      return { ...verdict.proof, inclusion_proof: [...verdict.proof.inclusion_proof], consistency_proof: [...verdict.proof.consistency_proof] }
    } catch (fault) {
      if (fault instanceof LedgerFault) return null
      throw fault
    }
  }
}
