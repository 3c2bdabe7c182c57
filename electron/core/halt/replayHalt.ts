import { z } from 'zod'
import { decodeBytes } from '../../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue, type JsonValue } from '../../../shared/json/index.ts'
import { envelope, id, PAYLOADS, type EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { StoredEntry } from '../ledger/index.ts'
import { newOrder } from './Order.ts'
import type { Stops } from './Stops.ts'

/** The entries that this room reads back. */
export const HALT_KINDS = ['stop.ordered', 'lock.ordered', 'lock.receipt', 'release.noted', 'release.ordered'] as const

const stopNote = z.object({
  stop_id: z.string(), target: PAYLOADS.lock.shape.target, target_name: z.string(), effect: PAYLOADS.lock.shape.effect, mode: PAYLOADS.lock.shape.mode,
  reason: z.string(), drill: z.boolean(), by: z.string(), locks: z.array(z.object({ lock_id: id('lock'), point_id: id('point') })),
})
const releaseNote = z.object({ stop_id: z.string(), by: z.string(), reason: z.string() })

/** Folds one entry into the stops: what was ordered and not confirmed before this run is still on its way. */
export function replayHalt({ entry, body }: StoredEntry, stops: Stops): void {
  if (body.status !== 'kept') return
  const atMs = Date.parse(entry.at)
  if (entry.kind === 'stop.ordered') return noted(body.value, atMs, stops)
  if (entry.kind === 'release.noted') return releaseNoted(body.value, atMs, stops)
  const signed = open(body.value)
  if (signed === null) return
  if (entry.kind === 'lock.ordered') ordered(signed, entry.n, stops)
  if (entry.kind === 'release.ordered') releaseOrdered(signed, entry.n, stops)
  if (entry.kind === 'lock.receipt') received(signed, stops)
}

function noted(value: JsonValue, atMs: number, stops: Stops): void {
  const parsed = stopNote.safeParse(value)
  if (!parsed.success) return
  const { stop_id, target, target_name, effect, mode, reason, drill, by, locks } = parsed.data
  // The locks are named here, so that an order which only the reserve took finds its stop whatever comes first.
  const told = locks.map(({ lock_id, point_id }) => ({ pointId: point_id, lockId: lock_id, epoch: 0 }))
  stops.put({ stopId: stop_id, target, targetName: target_name, effect, mode, reason, isDrill: drill, by, origin: 'here', atMs, orders: [], told, release: null, toldReleases: [], heldAgain: [] })
}

function ordered({ envelope: signed, payload }: Signed, n: number, stops: Stops): void {
  const parsed = PAYLOADS.lock.safeParse(payload)
  const stop = parsed.success ? stops.ofLock(parsed.data.lock_id) : undefined
  if (!parsed.success || stop === undefined) return
  stops.addOrder(stop.stopId, newOrder('engage', { lockId: parsed.data.lock_id, pointId: parsed.data.aud, envelope: signed, n }))
}

function releaseNoted(value: JsonValue, atMs: number, stops: Stops): void {
  const parsed = releaseNote.safeParse(value)
  if (parsed.success) stops.addRelease(parsed.data.stop_id, { reason: parsed.data.reason, by: parsed.data.by, atMs, orders: [] })
}

function releaseOrdered({ envelope: signed, payload }: Signed, n: number, stops: Stops): void {
  const parsed = PAYLOADS.release.safeParse(payload)
  const stop = parsed.success ? stops.ofLock(parsed.data.lock_id) : undefined
  if (!parsed.success || stop === undefined || stop.release === null) return
  const order = newOrder('release', { lockId: parsed.data.lock_id, pointId: parsed.data.aud, envelope: signed, n })
  stops.addRelease(stop.stopId, { ...stop.release, orders: [...stop.release.orders, order] })
}

function received({ payload }: Signed, stops: Stops): void {
  const parsed = PAYLOADS['lock-receipt'].safeParse(payload)
  if (!parsed.success) return
  const { lock_id, verb, request_hash } = parsed.data
  const stop = stops.ofLock(lock_id)
  const order = [...(stop?.orders ?? []), ...(stop?.release?.orders ?? [])].find((one) => one.lockId === lock_id && one.verb === verb)
  if (order?.requestHash === request_hash) stops.step(order.pointId, lock_id, verb, { kind: 'receipt', receipt: parsed.data })
}

interface Signed {
  readonly envelope: EnvelopeOnWire
  readonly payload: JsonValue
}

function open(value: JsonValue): Signed | null {
  const parsed = envelope.safeParse(value)
  const bytes = parsed.success ? decodeBytes(parsed.data.payload, 'base64') : null
  if (!parsed.success || bytes === null) return null
  try {
    return { envelope: parsed.data, payload: toJsonValue(parseJson(bytes)) }
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}
