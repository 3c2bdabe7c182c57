import { isSameActor, type Actor, type ChallengeId, type DecisionId, type LockId } from '../../../shared/domain/index.ts'
import { generatePrivateKey, hashJson, printDigest, signEnvelope, EMPTY_ROOT } from '../../../shared/evidence/index.ts'
import type { Agent, ChallengePayload, ChallengeRecord, EnvelopeOnWire, ErrorCode, LockRecord, NamedActor, Point, Session } from '../../../shared/protocol/index.ts'
import { printTime } from '../../../shared/protocol/index.ts'
import type { ConsoleEvents, LockEffectReport, PointActs, PointState, VettedDecision } from '../../../gateway/console/ports.ts'
import { challengePayloadOf, digestOf, idOf } from '../../builders/protocol.ts'

interface Waiting {
  readonly payload: ChallengePayload
  readonly challengeHash: string
  record: ChallengeRecord
  readonly decisions: VettedDecision[]
}

/** The rest of a point, small and honest: what a decision or a stop does is kept in memory and counted. */
export class FakePoint implements PointState, PointActs {
  readonly key = generatePrivateKey()
  readonly pointId = idOf('point')
  readonly waiting = new Map<ChallengeId, Waiting>()
  readonly lockList: LockRecord[] = []
  readonly agentList: Agent[] = []
  readonly sessionList: Session[] = []
  readonly payloads = new Map<string, Uint8Array>()
  readonly voided: number[] = []
  readonly revoked: string[] = []
  /** The next decision is answered so, whatever it is. */
  refuseNext: ErrorCode | null = null
  /** The next act fails, after it has taken effect or before. */
  failNext: 'before' | 'after' | null = null
  /** False while the disk takes no lock. */
  takesLocks = true
  epoch = 0
  engaged = 0
  released = 0
  events: ConsoleEvents | null = null
  nowMs = () => Date.UTC(2026, 10, 22, 3, 12, 4)
  #count = 0

  raise(over: Partial<ChallengePayload> = {}): ChallengePayload {
    const challengeId = idOf('challenge', ++this.#count)
    const { invocation, ...made } = challengePayloadOf({
      challenge_id: challengeId, txn: idOf('txn', this.#count), point_id: this.pointId, epoch: this.epoch,
      nonce: `nonce-of-challenge-${String(this.#count).padStart(4, '0')}`, ...over,
    })
    const payload: ChallengePayload = made.invocation_ref === undefined && invocation !== undefined ? { ...made, invocation } : made
    const envelope = signEnvelope({ name: 'challenge', payload: payload as never, key: this.key })
    const record: ChallengeRecord = { envelope, state: 'pending', decided_count: 0 }
    this.waiting.set(payload.challenge_id, { payload, challengeHash: hashJson(payload as never), record, decisions: [] })
    this.events?.challengeRaised(record)
    return payload
  }

  end(challengeId: ChallengeId, over: Partial<ChallengeRecord>): void {
    const found = this.#found(challengeId)
    found.record = { ...found.record, ended_at: printTime(this.nowMs()), ...over }
    this.events?.challengeUpdated(found.record)
  }

  stateOf(challengeId: ChallengeId): string {
    return this.#found(challengeId).record.state
  }

  point = (): Omit<Point, 'stream_id'> => ({
    point_id: this.pointId, name: 'Build host', version: '0.0.0', key: { ...this.key.publicKey }, policy_hash: digestOf('d'),
    mode: 'enforce', lock_mode: 'best_effort', epoch: this.epoch, capabilities: [],
  })
  agents = () => this.agentList
  sessions = () => this.sessionList
  challenges = () => [...this.waiting.values()].map(({ record }) => record)
  locks = () => this.lockList
  journalRoot = () => printDigest(EMPTY_ROOT)
  payload = (hash: string) => this.payloads.get(hash) ?? null

  challenge(challengeId: ChallengeId) {
    const found = this.waiting.get(challengeId)
    return found === undefined ? null : { payload: found.payload, challengeHash: found.challengeHash, isPending: found.record.state === 'pending' }
  }

  decisionsOf(challengeId: ChallengeId, reviewer: Actor): readonly DecisionId[] {
    return (this.waiting.get(challengeId)?.decisions ?? []).filter((decision) => isSameActor(decision.reviewer, reviewer)).map(({ decisionId }) => decisionId)
  }

  async decide(decision: VettedDecision): Promise<{ outcome: 'accepted' } | { outcome: 'refused'; code: ErrorCode }> {
    await Promise.resolve()
    this.#mayFail('before')
    const found = this.#found(decision.challengeId)
    const refusal = this.refuseNext ?? (found.record.state === 'pending' ? null : 'challenge_terminal')
    this.refuseNext = null
    if (refusal !== null) return { outcome: 'refused', code: refusal }
    found.decisions.push(decision)
    const count = found.decisions.length
    const isOver = decision.verdict === 'deny' || count >= found.payload.approvals_required
    found.record = { ...found.record, decided_count: count, ...(isOver ? { state: decision.verdict === 'deny' ? 'denied' : 'approved', ended_by: decision.reviewer } : {}) }
    this.events?.challengeUpdated(found.record)
    this.#mayFail('after')
    return { outcome: 'accepted' }
  }

  async engage(order: Omit<LockRecord, 'epoch' | 'released_at' | 'released_by'>, _envelope: EnvelopeOnWire | null): Promise<LockEffectReport> {
    await Promise.resolve()
    this.#mayFail('before')
    // A lock that is known stops nothing again.
    if (this.lockList.some(({ lock_id }) => lock_id === order.lock_id)) return this.#report()
    this.engaged++
    this.epoch++
    const lock: LockRecord = { ...order, epoch: this.epoch }
    this.lockList.push(lock)
    this.events?.lockEngaged(lock)
    this.#mayFail('after')
    return this.#report()
  }

  async release(lockId: LockId, by: NamedActor, _envelope: EnvelopeOnWire | null, reason: string | null): Promise<{ status: 'released'; report: LockEffectReport } | { status: 'refused'; code: ErrorCode }> {
    await Promise.resolve()
    this.#mayFail('before')
    const at = this.lockList.findIndex(({ lock_id, released_at }) => lock_id === lockId && released_at === undefined)
    const lock = this.lockList[at]
    if (lock === undefined) return { status: 'refused', code: 'invalid_binding' }
    this.released++
    const released = { ...lock, released_at: printTime(this.nowMs()), released_by: by, ...(reason === null ? {} : { release_reason: reason }) }
    this.lockList[at] = released
    this.events?.lockReleased(released)
    return { status: 'released', report: this.#report() }
  }

  async revokeKey(kid: string): Promise<void> {
    this.revoked.push(kid)
    this.epoch++
  }

  async voidAll(aboveEpoch: number): Promise<void> {
    this.#mayFail('before')
    this.voided.push(aboveEpoch)
    this.epoch = Math.max(this.epoch, aboveEpoch) + 1
    for (const found of this.waiting.values()) if (found.record.state === 'pending') found.record = { ...found.record, state: 'cancelled', reason: 'revoked' }
  }

  #report(): LockEffectReport {
    return { epoch: this.epoch, atMs: this.nowMs(), sessionsStopped: [], inflightAborted: [], inflightUnabortable: [], challengesCancelled: [], isDurable: this.takesLocks }
  }

  #found(challengeId: ChallengeId): Waiting {
    const found = this.waiting.get(challengeId)
    if (found === undefined) throw new Error('The point does not know this challenge')
    return found
  }

  #mayFail(when: 'before' | 'after'): void {
    if (this.failNext !== when) return
    this.failNext = null
    throw new Error('SQLITE_FULL')
  }
}
