import { printTime, type ReleasePayload } from '../../../shared/protocol/index.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { LedgerFault, type Draft } from '../ledger/index.ts'
import type { Messenger } from './Messenger.ts'
import { newOrder } from './Order.ts'
import { isLive, type HaltPorts } from './ports.ts'
import { releaseObstacle, releaseTyped } from './releaseRules.ts'
import { locksOf } from './Stop.ts'
import type { Stops } from './Stops.ts'

/** How a person asks for the end of a stop. */
export interface ReleaseWish {
  readonly stopId: string
  readonly reason: string
  readonly typed: string
  readonly inSteps: boolean
}

interface ReleaserParts {
  readonly ports: HaltPorts
  readonly stops: Stops
  readonly messenger: Messenger
}

const HOLD_MS = 2_000
const DWELL_MS = 600

/** Ends stops: with a reason, a typed name and a hand that main has seen. */
export class Releaser {
  readonly #parts: ReleaserParts
  #open: { readonly stopId: string; readonly sinceMs: number } | null = null
  #isSigning = false

  constructor(parts: ReleaserParts) {
    this.#parts = parts
  }

  /** Pins a stop for its release, or lets go of it. */
  open(stopId: string | null): void {
    const { ports, stops } = this.#parts
    const stop = stopId === null ? undefined : stops.get(stopId)
    const [lock] = stop === undefined ? [] : locksOf(stop)
    if (stop === undefined || lock === undefined) {
      if (this.#open !== null) ports.pin(null)
      this.#open = null
      return
    }
    this.#open = { stopId: stop.stopId, sinceMs: ports.now() }
    ports.pin({ id: lock.lockId, presence: 'typed', holdMs: HOLD_MS, dwellMs: DWELL_MS, typedCharacters: [...releaseTyped(stop)].length })
  }

  async release({ stopId, reason, typed, inSteps }: ReleaseWish): Promise<Asked> {
    const { ports, stops } = this.#parts
    const stop = stops.get(stopId)
    const [lock] = stop === undefined ? [] : locksOf(stop)
    if (stop === undefined || lock === undefined) return refused('unknown_stop', 'This console does not know that stop.')
    if (this.#open?.stopId !== stopId) return refused('not_pinned', 'Only the stop that is open can be released.')
    if (this.#isSigning) return refused('decided', 'Its release is being signed.')
    const obstacle = releaseObstacle(stop, ports.pointOf)
    if (obstacle !== null) return refused('not_releasable', obstacle)
    if (reason.trim() === '') return refused('reason_required', 'Releasing a stop takes a reason.')
    if (typed !== releaseTyped(stop)) return refused('typed_wrong', 'That is not the name of what was stopped.')
    this.#isSigning = true
    try {
      return await this.#carryOut({ stopId, reason: reason.trim(), typed, inSteps }, lock, ports.now() - this.#open.sinceMs)
    } finally {
      this.#isSigning = false
    }
  }

  async #carryOut({ stopId, reason, inSteps }: ReleaseWish, { lockId, pointId }: ReturnType<typeof locksOf>[number], shownForMs: number): Promise<Asked> {
    const { ports, stops, messenger } = this.#parts
    const atMs = ports.now()
    const payload: ReleasePayload = { type: 'countersign.release/v1', lock_id: lockId, reason, presence: { method: 'click', at: printTime(atMs) }, nonce: ports.newNonce(), aud: pointId, issued_at: printTime(atMs) }
    const signed = await ports.signRelease({ payload, pinnedId: lockId, inSteps, isLive: isLive(ports.pointOf(pointId)), shownForMs: Math.max(0, Math.floor(shownForMs)) })
    if (!signed.ok) return refused(signed.refusal, signed.sentence)
    const by = ports.pointOf(pointId)?.admission?.reviewer.name ?? ''
    const note = { type: 'countersign.release.noted/v1', stop_id: stopId, lock_id: lockId, point_id: pointId, by, reason }
    const n = await this.#commit([{ kind: 'release.noted', body: note, subjects: { pointId } }, { kind: 'release.ordered', body: signed.envelope as unknown as JsonObject, subjects: { pointId } }])
    if (typeof n !== 'number') return n
    const order = newOrder('release', { lockId, pointId, envelope: signed.envelope, n })
    stops.addRelease(stopId, { reason, by, atMs, orders: [order] })
    messenger.send(order)
    return { status: 'done', id: stopId }
  }

  /** Letting go is no safe direction: what the log does not hold is not sent, and the reserve is not for it. */
  async #commit(drafts: readonly Draft[]): Promise<number | Asked> {
    try {
      return (await this.#parts.ports.log.append(drafts)).at(-1)?.entry.n ?? 0
    } catch (fault) {
      if (!(fault instanceof LedgerFault)) throw fault
      return refused('log', `${fault.message}. Nothing was released; the stop holds.`)
    }
  }
}

const refused = (code: string, sentence: string): Asked => ({ status: 'refused', code, sentence })
