import { decodeBytes, hashBytes } from '../../../shared/evidence/index.ts'
import { JsonError, parseJson, toJsonValue, type JsonValue } from '../../../shared/json/index.ts'
import { envelope, PAYLOADS, type EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { StoredEntry } from '../ledger/index.ts'
import type { Decisions } from './Decisions.ts'

/** The entries that this room reads back. */
export const DECISION_KINDS = ['decision.recorded', 'decision.receipt', 'decision.settled', 'decision.withheld'] as const

/** A signed thing as it was recorded. Its own log vouches for it; whoever proves it to others verifies the signature. */
interface Recorded {
  readonly envelope: EnvelopeOnWire
  readonly payload: JsonValue
  readonly hash: string
}

/** Folds one entry into the decisions. What cannot be read says nothing: the point's word settles it after a resync. */
export function replayDecision({ entry, body }: StoredEntry, decisions: Decisions): void {
  if (body.status !== 'kept') return
  if (entry.kind === 'decision.recorded') return recorded(entry.n, Date.parse(entry.at), body.value, decisions)
  if (entry.kind === 'decision.receipt') return received(body.value, decisions)
  if (entry.kind !== 'decision.settled' && entry.kind !== 'decision.withheld') return
  const { decision_id, point_has_it } = body.value as { readonly decision_id?: JsonValue; readonly point_has_it?: JsonValue }
  const id = PAYLOADS.decision.shape.decision_id.safeParse(decision_id)
  if (!id.success) return
  decisions.step(id.data, { kind: 'resynced', pointHasIt: point_has_it === true })
}

function recorded(n: number, atMs: number, value: JsonValue, decisions: Decisions): void {
  const signed = open(value)
  const payload = signed === null ? null : PAYLOADS.decision.safeParse(signed.payload)
  if (signed === null || payload?.success !== true) return
  const { decision_id, challenge_id, aud, decision } = payload.data
  decisions.add({ decisionId: decision_id, challengeId: challenge_id, pointId: aud, verdict: decision, envelope: signed.envelope, decisionHash: signed.hash, n, delivery: { status: 'recorded' }, sinceMs: atMs, linkNumber: null })
  // Whether it was written to a socket before the end of that run is not known, and so it counts as written.
  decisions.step(decision_id, { kind: 'sent' })
  decisions.step(decision_id, { kind: 'linkEnded' })
}

function received(value: JsonValue, decisions: Decisions): void {
  const signed = open(value)
  const payload = signed === null ? null : PAYLOADS.receipt.safeParse(signed.payload)
  if (payload?.success !== true) return
  const { decision_id, decision_hash, outcome, error } = payload.data
  if (decisions.get(decision_id)?.decisionHash !== decision_hash) return
  decisions.step(decision_id, outcome === 'accepted' ? { kind: 'receipt', outcome } : { kind: 'receipt', outcome, code: error ?? 'internal' })
}

function open(value: JsonValue): Recorded | null {
  const parsed = envelope.safeParse(value)
  const bytes = parsed.success ? decodeBytes(parsed.data.payload, 'base64') : null
  if (!parsed.success || bytes === null) return null
  try {
    return { envelope: parsed.data, payload: toJsonValue(parseJson(bytes)), hash: hashBytes(bytes) }
  } catch (fault) {
    if (fault instanceof JsonError) return null
    throw fault
  }
}
