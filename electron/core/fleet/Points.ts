import type { PointId } from '../../../shared/domain/index.ts'
import { newPoint, type Admission, type PinnedPoint, type Point, type RememberedHead, type Standing } from './Point.ts'

/** Told after anything about a point changed. */
export type PointListener = (pointId: PointId) => void

/** A clock that moves less than this has not moved: else every deadline on every row would change with each ping. */
const STEADY_MS = 250

/** Every pinned point, and what is known of it. */
export class Points {
  readonly #points = new Map<PointId, Point>()
  readonly #now: () => number
  readonly #changed: PointListener

  constructor({ now, changed }: { readonly now: () => number; readonly changed: PointListener }) {
    this.#now = now
    this.#changed = changed
  }

  /**
   * Takes in a pin.
   * @returns false where the same id is known with another key: nothing changed, and somebody is lying
   */
  add(pin: PinnedPoint): boolean {
    const known = this.#points.get(pin.pointId)
    if (known !== undefined && known.key.x !== pin.key.x) return false
    this.#points.set(pin.pointId, known === undefined ? newPoint(pin, this.#now()) : { ...known, name: pin.name, address: pin.address })
    this.#changed(pin.pointId)
    return true
  }

  get(pointId: PointId): Point | undefined {
    return this.#points.get(pointId)
  }

  all(): readonly Point[] {
    return [...this.#points.values()]
  }

  /** How its link stands. Everything but an attachment ends what could be sent on the one before. */
  stand(pointId: PointId, standing: Standing): void {
    const isAttached = standing.status === 'attached' && standing.linkNumber !== undefined
    this.update(pointId, { standing, linkNumber: isAttached ? (standing.linkNumber ?? null) : null })
  }

  admitted(pointId: PointId, facts: { readonly admission: Admission; readonly epoch: number; readonly head: RememberedHead; readonly serverTimeMs: number }): void {
    const nowMs = this.#now()
    this.update(pointId, { admission: facts.admission, epoch: facts.epoch, head: facts.head, proofOut: null, clockOffsetMs: facts.serverTimeMs - nowMs, lastHeardMs: nowMs })
  }

  /** A proof that our log holds this payload has left. */
  proofLeft(pointId: PointId, payloadHash: string): void {
    this.update(pointId, { proofOut: payloadHash })
  }

  /** It answered for this payload, and said what it remembers of our log, where it remembers anything. */
  answered(pointId: PointId, payloadHash: string, head: RememberedHead): void {
    const isAwaited = this.#points.get(pointId)?.proofOut === payloadHash
    this.update(pointId, { ...(head === null ? {} : { head }), ...(isAwaited ? { proofOut: null } : {}) })
  }

  heard(pointId: PointId, { lagMs, clockOffsetMs, epoch }: { readonly lagMs: number; readonly clockOffsetMs: number; readonly epoch: number }): void {
    const known = this.#points.get(pointId)
    const isSteady = known !== undefined && Math.abs(known.clockOffsetMs - clockOffsetMs) < STEADY_MS
    this.update(pointId, { lagMs: Math.round(lagMs), epoch, lastHeardMs: this.#now(), ...(isSteady ? {} : { clockOffsetMs }) })
  }

  /** Keeps what no row shows. It changes with every event, and nobody has to look at every row of the point for that. */
  keep(pointId: PointId, change: Pick<Partial<Point>, 'place' | 'statement'>): void {
    const known = this.#points.get(pointId)
    if (known !== undefined) this.#points.set(pointId, { ...known, ...change })
  }

  update(pointId: PointId, change: Partial<Point>): void {
    const known = this.#points.get(pointId)
    if (known === undefined) return
    this.#points.set(pointId, { ...known, ...change })
    this.#changed(pointId)
  }
}
