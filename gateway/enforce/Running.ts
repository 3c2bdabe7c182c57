import type { ChallengeId, EvaluationId, SessionId } from '../../shared/domain/index.ts'
import type { EnforcementRecord } from '../../shared/protocol/index.ts'
import type { Call, Callers, Ruling } from './ports.ts'
import { halted } from './refusals.ts'

/** What a call was let go on. */
export interface Grant {
  readonly evaluationId: EvaluationId
  readonly challengeId: ChallengeId | null
  /** The epoch in which it was asked about; later stops and revocations void it. */
  readonly epoch: number
  /** The keys that approved it. */
  readonly kids: readonly string[]
}

interface Entry {
  readonly call: Call
  readonly grant: Grant
  /** Its transport was told that it may write it now. Before that it cannot run. */
  isWritten: boolean
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

  /** Lets a call go: from here on it can run, once its transport has asked a last time. */
  forward(call: Call, grant: Grant): Ruling {
    this.#calls.set(call.callId, { call, grant, isWritten: false })
    return { kind: 'forward', evaluationId: grant.evaluationId, challengeId: grant.challengeId }
  }

  /** @returns whether it may be written now: it was let go, nobody has taken it back, and what it was let go on still counts */
  write(callId: string, isVoid: (grant: Grant, call: Call) => boolean): boolean {
    const entry = this.#calls.get(callId)
    if (entry === undefined || isVoid(entry.grant, entry.call)) return false
    entry.isWritten = true
    return true
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
   * written may still finish, also where its server was asked to stop. What is not written yet never will be: its
   * transport asks first.
   */
  stop(isCovered: (call: Call) => boolean, callers: Callers | null): Aborted {
    const covered = [...this.#calls.values()].filter(({ call }) => isCovered(call))
    const prevented = covered.filter(({ call }) => callers !== null && wasPrevented(callers, call))
    for (const { call } of prevented) this.#calls.delete(call.callId)
    return {
      aborted: sessionsOf(prevented),
      unabortable: sessionsOf(covered.filter((entry) => entry.isWritten && !prevented.includes(entry))),
      records: prevented.map(abortedOf),
    }
  }
}

const sessionsOf = (entries: readonly Entry[]) => [...new Set(entries.map(({ call }) => call.sessionId))]
const abortedOf = ({ grant: { evaluationId, challengeId } }: Entry): EnforcementRecord => ({ challenge_id: challengeId, evaluation_id: evaluationId, outcome: 'aborted', result: 'unknown' })

function wasPrevented(callers: Callers, call: Call): boolean {
  try {
    return callers.abort(call, halted()) === 'prevented'
  } catch {
    return false
  }
}
