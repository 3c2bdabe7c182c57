import type { LockId, SessionId } from '../../shared/domain/index.ts'
import { signEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import { printTime, type EnvelopeOnWire, type ErrorCode, type LockReceiptPayload } from '../../shared/protocol/index.ts'
import type { LockEffectReport } from './ports.ts'

export type LockVerb = 'engage' | 'release'

/** A lock or a release on the way to its receipt. */
export type LockVerdict =
  | { readonly status: 'done'; readonly report: LockEffectReport }
  /** The wish of the first of two admins: it counts, and nothing is released. */
  | { readonly status: 'counted' }
  /** `isForged`: no key of this console has signed it. */
  | { readonly status: 'refused'; readonly code: ErrorCode; readonly isForged?: boolean }
  /** It did not happen, or holds and is not certain to outlive this process: it may be sent again as it is. */
  | { readonly status: 'failed'; readonly sentence: string | null }

export interface LockReceiptFacts {
  readonly key: PrivateKey
  readonly lockId: LockId
  readonly verb: LockVerb
  readonly requestHash: string
  readonly verdict: Exclude<LockVerdict, { status: 'failed' }>
  /** Of now, where nothing was stopped or released. */
  readonly epoch: number
  readonly nowMs: number
  readonly log: LockReceiptPayload['log']
  readonly logUnproven: boolean
}

/** What a command had that stopped and released nothing. */
export const NO_EFFECT = { sessionsStopped: [], inflightAborted: [], inflightUnabortable: [], challengesCancelled: [] } as const

/** As many ids as a receipt holds, all lists together, so that it fits into a frame; a point with more of them stops them all the same. */
const MOST_IDS = 10_000

/** Makes and signs the receipt of a lock or a release (protocol P7). */
export function makeLockReceipt({ key, lockId, verb, requestHash, verdict, epoch, nowMs, log, logUnproven }: LockReceiptFacts): EnvelopeOnWire {
  const report: LockEffectReport = verdict.status === 'done' ? verdict.report : { ...NO_EFFECT, epoch, atMs: nowMs, isDurable: true }
  let left = MOST_IDS
  const within = <T>(ids: readonly T[]): T[] => {
    const taken = ids.slice(0, left)
    left -= taken.length
    return taken
  }
  // What may still run is told first.
  const inflightUnabortable = within(report.inflightUnabortable)
  const error = verdict.status === 'refused' ? verdict.code : verdict.status === 'counted' ? 'second_admin_needed' : null
  const payload: LockReceiptPayload = {
    type: 'countersign.lock-receipt/v1',
    lock_id: lockId,
    request_hash: requestHash,
    verb,
    outcome: verdict.status === 'refused' ? 'refused' : 'accepted',
    ...(error === null ? {} : { error }),
    epoch: report.epoch,
    effective_at: printTime(report.atMs),
    sessions_stopped: within(report.sessionsStopped) as SessionId[],
    inflight_aborted: within(report.inflightAborted) as SessionId[],
    inflight_unabortable: inflightUnabortable as SessionId[],
    challenges_cancelled: within(report.challengesCancelled),
    credentials_ended: 0,
    log,
    log_unproven: logUnproven,
  }
  return signEnvelope({ name: 'lock-receipt', payload, key })
}
