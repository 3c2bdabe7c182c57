import type { LockEffect, LockId, LockMode, LockTarget, PointId } from '../../../shared/domain/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import { printTime, type EnvelopeOnWire, type LockPayload, type LockReceiptPayload, type LockRecord } from '../../../shared/protocol/index.ts'
import type { Draft, StoredEntry } from '../ledger/index.ts'
import { Messenger } from './Messenger.ts'
import { newOrder, type Order } from './Order.ts'
import { isLive, type HaltPorts } from './ports.ts'
import { Releaser } from './Releaser.ts'
import { replayHalt } from './replayHalt.ts'
import { Stops } from './Stops.ts'

/** A stop as a person asks for it, and the points that it concerns. */
export interface StopWish {
  readonly target: LockTarget
  readonly targetName: string
  readonly effect: LockEffect
  readonly mode: LockMode
  readonly reason: string
  readonly isDrill: boolean
  readonly points: readonly PointId[]
}

/** The kill switch: what was asked, how far it is on its way, and one confirmation for each point. */
export class Halt {
  readonly stops: Stops
  readonly releaser: Releaser
  readonly #ports: HaltPorts
  readonly #messenger: Messenger

  constructor(ports: HaltPorts) {
    this.#ports = ports
    this.stops = new Stops(ports.changed)
    this.#messenger = new Messenger(ports, this.stops)
    this.releaser = new Releaser({ ports, stops: this.stops, messenger: this.#messenger })
  }

  replay(entry: StoredEntry): void {
    replayHalt(entry, this.stops)
  }

  attached(pointId: PointId): void {
    this.#messenger.attached(pointId)
  }

  detached(pointId: PointId): void {
    this.#messenger.detached(pointId)
  }

  /** A lock as its point tells of it. */
  tell(pointId: PointId, record: LockRecord): void {
    if (!this.stops.tell(pointId, record)) this.#foreign(pointId)
  }

  replace(pointId: PointId, records: readonly LockRecord[]): void {
    const isNewer = (release: Order) => this.#messenger.hasAnsweredNow(release)
    const { isOwn, missing, hasAgain } = this.stops.replace(pointId, records, { nowMs: this.#ports.now(), isNewer })
    if (!isOwn) this.#foreign(pointId)
    const point = this.#ports.pointOf(pointId)
    if (hasAgain && isLive(point)) this.#ports.alarm(pointId, 'The point holds a stop again that had been released there. Release it again where it should end.', (point?.anewIn ?? null) === null)
    this.#messenger.sendForgotten(pointId, missing, { isUnlisted: true })
  }

  /** A point says what a point that was put back from a copy would: whatever it had confirmed may be forgotten there. */
  rolledBack(pointId: PointId): void {
    this.#messenger.attached(pointId)
    this.#messenger.sendForgotten(pointId, this.stops.confirmedOf(pointId), { isUnlisted: false })
  }

  receipt(pointId: PointId, envelope: EnvelopeOnWire, remember: (head: LockReceiptPayload['log'], payloadHash: string) => void): Promise<void> {
    return this.#messenger.receipt(pointId, envelope, remember)
  }

  /** Signs, records where there is room, and sends, at once and until every point has confirmed. Only a missing signature holds it back. */
  async stop(wish: StopWish): Promise<Asked> {
    if (wish.points.length === 0) return { status: 'refused', code: 'no_point', sentence: 'No point is paired that could stop this.' }
    const atMs = this.#ports.now()
    const signed = await Promise.all(wish.points.map((pointId) => this.#sign(pointId, wish, atMs)))
    const orders = signed.flatMap((one) => ('order' in one ? [one.order] : []))
    const [refusal] = signed.flatMap((one) => ('order' in one ? [] : [one]))
    if (orders.length === 0) return { status: 'refused', code: refusal?.code ?? 'no_key', sentence: refusal?.sentence ?? 'Nothing could be signed.' }

    const stopId = this.#ports.newId('lock')
    const by = this.#reviewerOf(wish.points)
    const { target, targetName, effect, mode, reason, isDrill } = wish
    const note: Draft = {
      kind: 'stop.ordered',
      body: { type: 'countersign.stop.ordered/v1', stop_id: stopId, target: target as unknown as JsonObject, target_name: targetName, effect, mode, reason, drill: isDrill, by, locks: orders.map(({ lockId, pointId }) => ({ lock_id: lockId, point_id: pointId })) },
    }
    const kept = await this.#ports.log.appendOrReserve([note, ...orders.map(draftOf)])
    const first = kept.status === 'in_ledger' ? (kept.recorded[1]?.entry.n ?? null) : null
    const recorded = orders.map((order, i) => ({ ...order, n: first === null ? null : first + i }))
    this.stops.put({ stopId, target, targetName, effect, mode, reason, isDrill, by, origin: 'here', atMs, orders: recorded, told: [], release: null, toldReleases: [], heldAgain: [] })
    for (const order of recorded) this.#messenger.send(order)
    return { status: 'done', id: stopId }
  }

  async #sign(pointId: PointId, { target, effect, mode, reason, isDrill }: StopWish, atMs: number): Promise<{ readonly order: Order } | { readonly code: string; readonly sentence: string }> {
    const lockId: LockId = this.#ports.newId('lock')
    const payload: LockPayload = {
      type: 'countersign.lock/v1', lock_id: lockId, target, effect, mode, reason, drill: isDrill, expires_at: null,
      nonce: this.#ports.newNonce(), aud: pointId, issued_at: printTime(atMs),
    }
    const signed = await this.#ports.signLock(payload)
    if (!signed.ok) return { code: signed.refusal, sentence: signed.sentence }
    return { order: newOrder('engage', { lockId, pointId, envelope: signed.envelope }) }
  }

  #foreign(pointId: PointId): void {
    this.#ports.alarm(pointId, 'The point told of a lock that is another point\'s.', true)
  }

  #reviewerOf(points: readonly PointId[]): string {
    return points.map((pointId) => this.#ports.pointOf(pointId)?.admission?.reviewer.name).find((name) => name !== undefined) ?? ''
  }
}

const draftOf = ({ envelope, pointId }: Order): Draft => ({ kind: 'lock.ordered', body: envelope as unknown as JsonObject, subjects: { pointId } })
