import type { Clocks, SessionId } from '../../shared/domain/index.ts'
import { LIMITS } from '../../shared/protocol/index.ts'
import type { Refused } from './ports.ts'

interface Ending {
  readonly sessionId: SessionId
  readonly actionHash: string
  readonly refusal: Refused
  readonly until: Clocks
}

/** More than this many are not remembered; who comes again then is asked about anew, which is the safe side. */
const MOST = 1_000

/**
 * How parked challenges ended whose caller was told to come again and has not yet. The answer waits for it, as long as an
 * approval would have, and is given once.
 */
export class Parking {
  #endings: readonly Ending[] = []

  /** Leaves an answer for each session that was told to come again. */
  leave(sessions: Iterable<SessionId>, actionHash: string, refusal: Refused, now: Clocks): void {
    const until = { monotonicMs: now.monotonicMs + LIMITS.approvalLifeRetryMs, wallMs: now.wallMs + LIMITS.approvalLifeRetryMs }
    this.#endings = [...this.#endings, ...[...sessions].map((sessionId) => ({ sessionId, actionHash, refusal, until }))].slice(-MOST)
  }

  /** The answer that waits for this caller, if there is one; it is gone then. */
  collect(sessionId: SessionId, actionHash: string, now: Clocks): Refused | null {
    this.#endings = this.#endings.filter(({ until }) => now.monotonicMs < until.monotonicMs && now.wallMs < until.wallMs)
    const found = this.#endings.find((ending) => ending.sessionId === sessionId && ending.actionHash === actionHash)
    this.#endings = this.#endings.filter((ending) => ending !== found)
    return found?.refusal ?? null
  }
}
