import type { StatementPayload } from '../../../shared/protocol/index.ts'

/** What a statement of a point is, beside the newest one that this console holds. */
export interface StatementVerdict {
  /** Whether it takes the place of the newest. */
  readonly isNewest: boolean
  /** Whether it says something that the log should hold: pings alone are not worth an entry. */
  readonly isWorthAnEntry: boolean
  /** The point is older than it has been, in a sentence for a person; null where it is not. */
  readonly rollback: string | null
}

/**
 * Compares a verified statement with the newest one held. An epoch never goes back, and within one stream neither does
 * the sequence. A point that was recovered begins a new stream with an epoch above: that is a new beginning, no rollback.
 */
export function judgeStatement(newest: StatementPayload | null, next: StatementPayload): StatementVerdict {
  if (newest === null) return { isNewest: true, isWorthAnEntry: true, rollback: null }
  if (next.epoch < newest.epoch) return older(`It says epoch ${next.epoch}, and it has said ${newest.epoch} before`)
  const isSameStream = next.stream_id === newest.stream_id
  if (isSameStream && next.control_seq < newest.control_seq) return older(`It says event ${next.control_seq}, and it has said ${newest.control_seq} before`)
  if (!isSameStream && next.epoch === newest.epoch && next.locks_hash !== newest.locks_hash) return older('It began a new stream with other locks in the same epoch')
  const isWorthAnEntry = !isSameStream || next.epoch !== newest.epoch || next.locks_hash !== newest.locks_hash
  return { isNewest: true, isWorthAnEntry, rollback: null }
}

function older(what: string): StatementVerdict {
  return {
    isNewest: false,
    isWorthAnEntry: false,
    rollback: `${what}: it came back with an older state than this console has seen. Approvals are off here; run "countersign-gateway recover" on its host.`,
  }
}
