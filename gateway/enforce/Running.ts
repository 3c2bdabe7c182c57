import type { ChallengeId, EvaluationId, SessionId } from '../../shared/domain/index.ts'
import type { EnforcementRecord } from '../../shared/protocol/index.ts'
import type { Call, Callers, Ruling } from './ports.ts'
import { halted } from './refusals.ts'

interface Entry {
  readonly call: Call
  readonly evaluationId: EvaluationId
  readonly challengeId: ChallengeId | null
}

/** What an abort came to, in sessions; the records are of calls that never ran after all. */
export interface Aborted {
  readonly aborted: readonly SessionId[]
  readonly unabortable: readonly SessionId[]
  readonly records: readonly EnforcementRecord[]
}

/** Calls that were let go and of which nothing has been heard since. */
export class Running {
  readonly #calls = new Map<string, Entry>()

  /** Lets a call go: from here on it can run. */
  forward(call: Call, evaluationId: EvaluationId, challengeId: ChallengeId | null): Ruling {
    this.#calls.set(call.callId, { call, evaluationId, challengeId })
    return { kind: 'forward', evaluationId, challengeId }
  }

  over(callId: string): void {
    this.#calls.delete(callId)
  }

  /** Its caller left before the transport wrote it: it never ran. @returns what to record, or null where it was not let go */
  takeBack(callId: string): EnforcementRecord | null {
    const entry = this.#calls.get(callId)
    this.#calls.delete(callId)
    return entry === undefined ? null : abortedOf(entry)
  }

  /**
   * Ends what a stop covers. Only what a transport took back before it was written counts as aborted; whatever was
   * written may still finish, also where its server was asked to stop.
   */
  stop(isCovered: (call: Call) => boolean, callers: Callers | null): Aborted {
    const covered = [...this.#calls.values()].filter(({ call }) => isCovered(call))
    const prevented = covered.filter(({ call }) => callers !== null && wasPrevented(callers, call))
    for (const { call } of prevented) this.#calls.delete(call.callId)
    return {
      aborted: sessionsOf(prevented),
      unabortable: sessionsOf(covered.filter((entry) => !prevented.includes(entry))),
      records: prevented.map(abortedOf),
    }
  }
}

const sessionsOf = (entries: readonly Entry[]) => [...new Set(entries.map(({ call }) => call.sessionId))]
const abortedOf = ({ evaluationId, challengeId }: Entry): EnforcementRecord => ({ challenge_id: challengeId, evaluation_id: evaluationId, outcome: 'aborted', result: 'unknown' })

function wasPrevented(callers: Callers, call: Call): boolean {
  try {
    return callers.abort(call, halted()) === 'prevented'
  } catch {
    return false
  }
}
