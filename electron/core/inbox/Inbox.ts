import type { ChallengeId, PointId } from '../../../shared/domain/index.ts'
import type { Obstacle } from '../../../shared/ipc/views.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import { LIMITS, type ChallengeRecord, type EnforcementRecord, type EnvelopeOnWire, type PointBody, type ReceiptPayload } from '../../../shared/protocol/index.ts'
import type { StoredEntry } from '../ledger/index.ts'
import { Challenges, mustFetch } from './Challenges.ts'
import { Courier } from './Courier.ts'
import { Decider } from './Decider.ts'
import type { Decision } from './Decision.ts'
import { Decisions } from './Decisions.ts'
import { isPending, type Held } from './Held.ts'
import { obstaclesOf } from './obstacles.ts'
import { opened, shown, type OpenCard, type ShownReport } from './OpenCard.ts'
import { PayloadFetch } from './PayloadFetch.ts'
import type { InboxPorts } from './ports.ts'
import { replayDecision } from './replayDecision.ts'
import { typedValueOf, type TypedValue } from './typedValue.ts'
import type { Wish } from './whyNot.ts'

/** While so many wait at a point, bytes are fetched as challenges come, for their rows; of more, when one is opened. */
const FETCHED_UNASKED = 64

/** A challenge with everything that its card says of it. */
export interface CardFacts {
  readonly held: Held
  readonly decision: Decision | undefined
  readonly typed: TypedValue | null
  readonly obstacles: readonly Obstacle[]
}

/** Challenges that wait for a person: they arrive, are read, decided once, and end. */
export class Inbox {
  readonly challenges: Challenges
  readonly decisions: Decisions
  readonly #ports: InboxPorts
  readonly #courier: Courier
  readonly #decider: Decider
  readonly #fetch: PayloadFetch
  #card: OpenCard | null = null

  constructor(ports: InboxPorts) {
    this.#ports = ports
    this.decisions = new Decisions(ports)
    this.challenges = new Challenges({ ...ports, forgotten: (challengeId) => this.decisions.forget(challengeId) })
    this.#courier = new Courier({ ports, decisions: this.decisions, challenges: this.challenges })
    this.#fetch = new PayloadFetch({ ports, done: (challengeId, bytes) => this.#fetched(challengeId, bytes) })
    this.#decider = new Decider({
      ports, decisions: this.decisions, courier: this.#courier,
      look: (challengeId) => {
        const facts = this.factsOf(challengeId)
        return { held: facts?.held, card: this.#card, typed: facts?.typed ?? null, obstacles: facts?.obstacles ?? [] }
      },
    })
  }

  get openId(): ChallengeId | null {
    return this.#card?.challengeId ?? null
  }

  // What the log says of the time before this run.

  replay(entry: StoredEntry): void {
    replayDecision(entry, this.decisions)
  }

  /** The log has been read: what was sent and never answered is not known to have arrived. */
  replayed(pointIds: readonly PointId[]): void {
    for (const pointId of pointIds) this.#courier.detached(pointId)
    // What became of a call may stand in the log before the word that its approval had arrived.
    for (const { challengeId } of this.decisions.all()) this.#courier.enforced(challengeId)
    this.challenges.replayed()
  }

  // What points say.

  tell(pointId: PointId, record: ChallengeRecord): void {
    const id = this.challenges.tell(pointId, record)
    if (id === null) return
    this.#courier.enforced(id)
    this.#fetchIfMissing(id)
  }

  enforced(pointId: PointId, record: EnforcementRecord): void {
    const id = this.challenges.enforced(pointId, record)
    if (id !== null) this.#courier.enforced(id)
  }

  /** A snapshot is the whole truth of its point: what it does not have has ended. */
  replace(pointId: PointId, records: readonly ChallengeRecord[]): void {
    for (const record of records) this.tell(pointId, record)
    const told = new Set<string>(records.flatMap((record) => this.challenges.idOf(record) ?? []))
    this.challenges.forget(pointId, told)
  }

  attached(pointId: PointId): void {
    this.#courier.attached(pointId)
    for (const { payload } of this.challenges.pendingOf(pointId)) this.#fetchIfMissing(payload.challenge_id)
  }

  detached(pointId: PointId): void {
    this.#fetch.detached(pointId)
    this.#courier.detached(pointId)
  }

  resynced(pointId: PointId): Promise<void> {
    return this.#courier.resynced(pointId)
  }

  receipt(pointId: PointId, envelope: EnvelopeOnWire, remember: (head: ReceiptPayload['log'], payloadHash: string) => void): Promise<void> {
    return this.#courier.receipt(pointId, envelope, remember)
  }

  result(re: string, result: PointBody<'result'>): void {
    this.#fetch.result(re, result)
  }

  // What a person does.

  /** Pins a challenge: main is told what it must see of a hand. Null where it is unknown, and nothing is pinned then. */
  open(challengeId: ChallengeId): CardFacts | null {
    const held = this.challenges.examined(challengeId)
    if (held === undefined) {
      this.close()
      return null
    }
    this.#card = opened(challengeId)
    this.#pin(held)
    this.#fetchIfMissing(challengeId)
    return this.factsOf(challengeId)
  }

  close(): void {
    if (this.#card === null) return
    this.#card = null
    this.#ports.pin(null)
  }

  reportShown(report: ShownReport): void {
    const held = this.challenges.get(report.challengeId)
    if (held === undefined || this.#card?.challengeId !== report.challengeId) return
    this.#card = shown(this.#card, report, held.bytes !== null, this.#ports.now())
    this.#ports.changed(report.challengeId)
  }

  decide(wish: Wish): Promise<Asked> {
    return this.#decider.decide(wish)
  }

  factsOf(challengeId: ChallengeId): CardFacts | null {
    const held = this.challenges.examined(challengeId)
    if (held === undefined) return null
    const typed = typedValueOf(held)
    const decision = this.decisions.newestOf(challengeId)
    const obstacles = obstaclesOf({
      held, typed, newest: decision,
      point: this.#ports.pointOf(held.pointId),
      isAwaitingReceipt: this.#isAwaitingReceipt(held.pointId),
      hasSeenEnd: this.#card?.challengeId === challengeId && this.#card.endShownMs !== null,
      logObstacle: this.#ports.log.obstacle,
      logOrigin: this.#ports.logOrigin,
      hasKey: this.#ports.reviewerKey() !== null,
      isScreenLocked: this.#ports.isScreenLocked(),
      isTypingLocked: this.#decider.isTypingLocked(challengeId),
    })
    return { held, decision, typed, obstacles }
  }

  /**
   * An approval whose challenge has ended at the point is not waited for: no receipt will change anything. A proof without
   * an answer is, whatever it went beside: what the point remembers of our log is known only then.
   */
  #isAwaitingReceipt(pointId: PointId): boolean {
    if (this.#decider.isApproving(pointId) || typeof this.#ports.pointOf(pointId)?.proofOut === 'string') return true
    return this.decisions.unansweredOf(pointId).some(({ verdict, challengeId }) => {
      const held = this.challenges.get(challengeId)
      return verdict === 'approve' && held !== undefined && isPending(held)
    })
  }

  #pin(held: Held): void {
    const { challenge_id, presence_required, friction } = held.payload
    // A hold that the policy asks for is a hold, whatever else is required.
    const presence = presence_required === 'click' && friction.hold_ms > 0 ? 'hold' : presence_required
    this.#ports.pin({ id: challenge_id, presence, holdMs: friction.hold_ms, dwellMs: Math.max(friction.dwell_ms, LIMITS.dwellShortestMs), typedCharacters: typedValueOf(held)?.characters ?? 0 })
  }

  /** How much must be typed is known only now, and a card whose bytes have just come is another card: its dwell begins anew. */
  #fetched(challengeId: ChallengeId, bytes: Uint8Array): void {
    this.challenges.fetched(challengeId, bytes)
    const held = this.challenges.get(challengeId)
    if (held === undefined || this.#card?.challengeId !== challengeId) return
    this.#card = opened(challengeId)
    this.#ports.pin(null)
    this.#pin(held)
  }

  #fetchIfMissing(challengeId: ChallengeId): void {
    const held = this.challenges.get(challengeId)
    const reference = held?.payload.invocation_ref
    if (held === undefined || reference === undefined || !mustFetch(held)) return
    const isWanted = this.#card?.challengeId === challengeId || this.challenges.pendingOf(held.pointId).length <= FETCHED_UNASKED
    if (isWanted) this.#fetch.begin(held.pointId, challengeId, reference)
  }
}
