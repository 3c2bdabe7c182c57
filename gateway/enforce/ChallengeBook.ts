import type { AgentId, Chain, ChallengeId } from '../../shared/domain/index.ts'
import { hashJson } from '../../shared/evidence/index.ts'
import { encodeUtf8, type JsonObject } from '../../shared/json/index.ts'
import type { ChallengeRecord, EnforcementRecord } from '../../shared/protocol/index.ts'
import type { KnownChallenge } from './api.ts'
import type { HeldChallenge } from './HeldChallenge.ts'
import type { Call, EndedChallenge, Journal, Time } from './ports.ts'

const ENDED_KEPT_MS = 3_600_000
const ENDED_KEPT = 200

/** All challenges that this point knows: those that wait or are being carried out, and those that ended lately. */
export class ChallengeBook {
  readonly #journal: Journal
  readonly #time: Time
  readonly #live = new Map<ChallengeId, HeldChallenge>()
  readonly #ended: Map<ChallengeId, EndedChallenge>

  constructor(journal: Journal, time: Time, ended: readonly EndedChallenge[]) {
    this.#journal = journal
    this.#time = time
    this.#ended = new Map(ended.map((challenge) => [challenge.payload.challenge_id, challenge]))
  }

  get live(): readonly HeldChallenge[] {
    return [...this.#live.values()]
  }

  /** What consoles are shown when they attach: the waiting ones, and at most 200 that ended within the hour. */
  get records(): readonly ChallengeRecord[] {
    this.#forgetOld()
    return [...[...this.#ended.values()].map(({ record }) => record), ...this.live.flatMap(({ isAnnounced, record }) => (isAnnounced && record !== null ? [record] : []))]
  }

  get(challengeId: ChallengeId): HeldChallenge | undefined {
    return this.#live.get(challengeId)
  }

  waitingOf(agentId: AgentId): readonly HeldChallenge[] {
    return this.live.filter(({ start, state }) => start.call.agentId === agentId && state.status === 'pending')
  }

  /**
   * An equal operation that waits: same agent, same action, same chain, because all three were signed. Approved ones only
   * for a session that was told to come again, whichever of those that asked raised it.
   */
  equalTo(call: Call, actionHash: string): HeldChallenge | undefined {
    return this.live.find(({ start, state, parked, isApprovedAndWaiting, isBeingRun }) => {
      if (start.actionHash !== actionHash || start.call.agentId !== call.agentId || !isSameChain(start.call.chain, call.chain)) return false
      if (state.status === 'pending') return true
      return isApprovedAndWaiting && !isBeingRun && parked.has(call.sessionId)
    })
  }

  add(held: HeldChallenge): void {
    this.#live.set(held.id, held)
  }

  /** It is over; consoles that attach within the hour still see how. */
  end(held: HeldChallenge): void {
    if (!this.#live.delete(held.id)) return
    this.keep(held)
  }

  keep(held: HeldChallenge): void {
    const { made, record, isAnnounced } = held
    if (made === null || record === null || !isAnnounced) return
    this.#ended.set(held.id, { ...made, record })
    this.#forgetOld()
  }

  /** What became of a call whose challenge has ended. @returns what is told of it now, or null where it is not known here */
  enforced(challengeId: ChallengeId, enforcement: EnforcementRecord): ChallengeRecord | null {
    const ended = this.#ended.get(challengeId)
    if (ended === undefined) return null
    const record = { ...ended.record, enforcement }
    this.#ended.set(challengeId, { ...ended, record })
    return record
  }

  find(challengeId: ChallengeId): KnownChallenge | null {
    const held = this.#live.get(challengeId)
    const known = held === undefined ? (this.#ended.get(challengeId) ?? this.#stored(challengeId)) : held.made
    return known === null ? null : { payload: known.payload, challengeHash: known.challengeHash, isPending: held?.state.status === 'pending' }
  }

  /** The bytes of an invocation that waits, or that was small enough to stand in a challenge which ended lately. */
  invocationBytes(hash: string): Uint8Array | null {
    const held = this.live.find(({ start }) => start.call.invocationHash === hash)
    if (held !== undefined) return held.start.call.invocation.bytes
    const inline = [...this.#ended.values()].find(({ payload }) => payload.invocation_hash === hash)?.payload.invocation
    return inline === undefined ? null : encodeUtf8(inline)
  }

  /** What cannot be read is unknown, and nothing can be decided on it. */
  #stored(challengeId: ChallengeId): EndedChallenge | null {
    try {
      return this.#journal.findChallenge(challengeId)
    } catch {
      return null
    }
  }

  #forgetOld(): void {
    const since = this.#time.now().wallMs - ENDED_KEPT_MS
    const excess = this.#ended.size - ENDED_KEPT
    for (const [index, [id, { record }]] of [...this.#ended].entries()) {
      if (index < excess || Date.parse(record.ended_at ?? '') < since) this.#ended.delete(id)
    }
  }
}

/** What was signed was signed over one chain; `chain_hash` is how it says so. */
const isSameChain = (a: Chain, b: Chain) => a === b || hashJson(a as unknown as JsonObject[]) === hashJson(b as unknown as JsonObject[])
