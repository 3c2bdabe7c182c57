import { hashJson, signEnvelope, verifyEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import type { JsonValue } from '../../shared/json/index.ts'
import { PAYLOADS, printTime, type EnvelopeOnWire, type LockRecord, type StatementPayload } from '../../shared/protocol/index.ts'
import type { ConsoleStreams } from '../journal/ConsoleStreams.ts'
import type { ConsoleTime } from './api.ts'
import type { EventStreams } from './EventStreams.ts'
import type { PointState } from './ports.ts'

interface Parts {
  readonly key: PrivateKey
  readonly state: PointState
  readonly streams: EventStreams
  readonly time: ConsoleTime
}

/** What the point says of its own state now, signed (protocol P7). */
export function makeStatement({ key, state, streams, time }: Parts): EnvelopeOnWire {
  const { point_id, epoch } = state.point()
  const { wallMs } = time.now()
  const { streamId, control } = streams.head
  const payload: StatementPayload = {
    type: 'countersign.statement/v1',
    point_id,
    stream_id: streamId,
    epoch,
    control_seq: control,
    locks_hash: hashLocks(state.locks(), wallMs),
    journal_root: state.journalRoot(),
    at: printTime(wallMs),
  }
  return signEnvelope({ name: 'statement', payload, key })
}

/** SHA-256(JCS(the locks that hold, sorted by id)). */
export function hashLocks(locks: readonly LockRecord[], nowMs: number): string {
  const active = locks.filter(({ released_at, expires_at }) => released_at === undefined && (expires_at === null || Date.parse(expires_at) > nowMs))
  return hashJson([...active].sort((a, b) => (a.lock_id < b.lock_id ? -1 : 1)) as unknown as JsonValue)
}

/** What a statement that a console shows says about this point. */
export type StatementJudgement =
  /** Not this point's own word. */
  | { readonly status: 'foreign' }
  | { readonly status: 'known' }
  /** This point said it and does not remember: it was put back from an old copy. */
  | { readonly status: 'ahead'; readonly statement: StatementPayload }

/**
 * Judges a statement that a console has kept. It is ahead where its epoch is above ours, where its stream had come
 * further than we know, or where we know of no such stream: nobody else can have signed it.
 */
export function judgeStatement(envelope: EnvelopeOnWire, { key, state, store }: { readonly key: PrivateKey; readonly state: PointState; readonly store: ConsoleStreams }): StatementJudgement {
  const own = key.publicKey
  const verdict = verifyEnvelope({ envelope, name: 'statement', findKey: (kid) => (kid === own.kid ? own : undefined) })
  const parsed = verdict.status === 'verified' ? PAYLOADS.statement.safeParse(verdict.payload) : null
  const { point_id, epoch } = state.point()
  if (parsed?.success !== true || parsed.data.point_id !== point_id) return { status: 'foreign' }
  const reached = store.reached(parsed.data.stream_id)
  const isAhead = parsed.data.epoch > epoch || reached === null || parsed.data.control_seq > reached
  return isAhead ? { status: 'ahead', statement: parsed.data } : { status: 'known' }
}
