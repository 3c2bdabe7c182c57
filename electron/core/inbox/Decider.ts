import type { ChallengeId, DecisionId, PointId } from '../../../shared/domain/index.ts'
import { matchesTyped } from '../../../shared/display/index.ts'
import type { Asked } from '../../../shared/ipc/windowToCore.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { LedgerFault, type Draft } from '../ledger/index.ts'
import { buildDecision, checkSigned } from './buildDecision.ts'
import type { Courier } from './Courier.ts'
import type { Decisions } from './Decisions.ts'
import type { Held } from './Held.ts'
import { manifestOf, shownForMs } from './OpenCard.ts'
import type { InboxPorts } from './ports.ts'
import type { TypedValue } from './typedValue.ts'
import { refused, whyNotApprove, whyNotDeny, type Scene, type Wish } from './whyNot.ts'

interface DeciderParts {
  readonly ports: InboxPorts
  readonly decisions: Decisions
  readonly courier: Courier
  readonly look: (challengeId: ChallengeId) => Scene
}

const MOST_TRIES = 3

/** Makes a person's wish a decision. The order is always the same: build, sign, commit, send. */
export class Decider {
  readonly #parts: DeciderParts
  readonly #signing = new Set<{ readonly challengeId: ChallengeId; readonly pointId: PointId; readonly verdict: Wish['verdict'] }>()
  readonly #wrong = new Map<ChallengeId, number>()

  constructor(parts: DeciderParts) {
    this.#parts = parts
  }

  isTypingLocked(challengeId: ChallengeId): boolean {
    return (this.#wrong.get(challengeId) ?? 0) >= MOST_TRIES
  }

  /** Whether an approval to this point is being signed or committed at this moment. */
  isApproving(pointId: PointId): boolean {
    return [...this.#signing].some((one) => one.pointId === pointId && one.verdict === 'approve')
  }

  async decide(wish: Wish): Promise<Asked> {
    const { challengeId, verdict } = wish
    const refusal = this.#whyNot(wish)
    if (refusal !== null) return refusal
    const { held } = this.#parts.look(challengeId)
    if (held === undefined) return refused('unknown_challenge', 'This console does not know that challenge.')
    const signing = { challengeId, pointId: held.pointId, verdict }
    this.#signing.add(signing)
    try {
      return await this.#carryOut(wish, held)
    } finally {
      this.#signing.delete(signing)
      this.#parts.ports.changed(challengeId)
    }
  }

  #isSigning(challengeId: ChallengeId, verdict: Wish['verdict']): boolean {
    return [...this.#signing].some((one) => one.challengeId === challengeId && one.verdict === verdict)
  }

  #whyNot(wish: Wish): Asked | null {
    const { challengeId, verdict } = wish
    const isDenying = this.#isSigning(challengeId, 'deny')
    const scene = this.#parts.look(challengeId)
    if (verdict === 'deny') return whyNotDeny(scene, this.#parts.decisions.newestOf(challengeId), isDenying)
    const refusal = whyNotApprove(scene, wish, { isSigning: isDenying || this.#isSigning(challengeId, 'approve'), nowMs: this.#parts.ports.now() })
    if (refusal !== null || scene.held?.payload.presence_required !== 'typed') return refusal
    return this.#whyNotTyped(challengeId, scene.typed, wish.typed)
  }

  #whyNotTyped(challengeId: ChallengeId, value: TypedValue | null, typed: string | null): Asked | null {
    if (value !== null && typed !== null && matchesTyped(value.expected, typed)) return null
    const tries = (this.#wrong.get(challengeId) ?? 0) + 1
    this.#wrong.set(challengeId, tries)
    this.#parts.ports.changed(challengeId)
    return refused('typed_wrong', tries >= MOST_TRIES ? 'That is not the value. It was the third time: this challenge can only be denied here.' : 'That is not the value. Look at the bytes again.')
  }

  async #carryOut(wish: Wish, held: Held): Promise<Asked> {
    const { ports, look } = this.#parts
    const point = ports.pointOf(held.pointId)
    const reviewer = point?.admission?.reviewer
    if (point === undefined || reviewer === undefined) return refused('not_live', 'This point has never let this console in, so nobody is known there as reviewer.')
    const nowMs = ports.now()
    const { card } = look(wish.challengeId)
    const own = card?.challengeId === wish.challengeId ? card : null
    const { manifest, hash } = manifestOf(own, nowMs)
    const decisionId = ports.newId('decision')
    const payload = buildDecision({ decisionId, held, verdict: wish.verdict, comment: wish.comment.trim(), reviewer, consoleId: ports.consoleId, shownAtMs: own?.firstShownMs ?? nowMs, nowMs, viewManifestHash: hash })

    const signed = await ports.sign({ payload, inSteps: wish.inSteps, isLive: point.linkNumber !== null, shownForMs: shownForMs(own, nowMs) })
    if (!signed.ok) return refused(signed.refusal, signed.sentence)
    const check = checkSigned(payload, signed.envelope, ports.reviewerKey())
    if (check.status === 'other') return refused('sign_mismatch', check.sentence)
    if (wish.verdict === 'approve') {
      const change = this.#whatChanged(wish.challengeId, held, point.linkNumber)
      if (change !== null) return change
    }

    const subjects = { pointId: held.pointId, challengeId: wish.challengeId, sessionId: held.payload.session_id, agentId: held.payload.agent_id }
    const drafts: readonly Draft[] = [
      { kind: 'decision.shown', body: { type: 'countersign.decision.shown/v1', decision_id: decisionId, manifest }, subjects },
      { kind: 'decision.recorded', body: signed.envelope as unknown as JsonObject, subjects },
    ]
    const n = await this.#commit(wish.verdict, drafts)
    if (typeof n !== 'number' && n !== null) return n
    this.#parts.decisions.add({ decisionId, challengeId: wish.challengeId, pointId: held.pointId, verdict: wish.verdict, envelope: signed.envelope, decisionHash: check.hash, n, delivery: { status: 'recorded' }, sinceMs: ports.now(), linkNumber: null })
    this.#send(decisionId, wish.verdict, point.linkNumber)
    return { status: 'done', id: decisionId }
  }

  /** While a hand was looked for, the world went on: what was signed is not even recorded where it no longer holds. */
  #whatChanged(challengeId: ChallengeId, before: Held, linkNumber: number | null): Asked | null {
    const { held, obstacles } = this.#parts.look(challengeId)
    const first = obstacles.find(({ code }) => code !== 'awaiting_receipt')
    if (first !== undefined) return refused(first.code, first.sentence)
    if (this.#isSigning(challengeId, 'deny')) return refused('decided', 'You have denied it meanwhile; the approval was dropped.')
    if (typeof this.#parts.ports.pointOf(before.pointId)?.proofOut === 'string') return refused('awaiting_receipt', 'A decision or a stop went to this point meanwhile and has no receipt yet; nothing was sent. Confirm again.')
    if (held?.challengeHash !== before.challengeHash) return refused('ended', 'The challenge changed while it was being signed; nothing was sent.')
    return this.#parts.ports.pointOf(before.pointId)?.linkNumber === linkNumber ? null : refused('not_live', 'The connection to the point ended while it was being signed; nothing was sent.')
  }

  /** An approval is on disk or it is nothing; a denial is kept where there is room, and goes out all the same. */
  async #commit(verdict: Wish['verdict'], drafts: readonly Draft[]): Promise<number | null | Asked> {
    const { log } = this.#parts.ports
    if (verdict === 'deny') {
      const kept = await log.appendOrReserve(drafts)
      return kept.status === 'in_ledger' ? (kept.recorded.at(-1)?.entry.n ?? null) : null
    }
    try {
      return (await log.append(drafts)).at(-1)?.entry.n ?? null
    } catch (fault) {
      if (!(fault instanceof LedgerFault)) throw fault
      return refused('log', `${fault.message}. Nothing was approved; denials and stops still work.`)
    }
  }

  #send(decisionId: DecisionId, verdict: Wish['verdict'], linkNumber: number | null): void {
    const { decisions, courier, ports } = this.#parts
    const decision = decisions.get(decisionId)
    if (decision === undefined) return
    // Made on one attachment, an approval is not written on another.
    if (verdict === 'approve' && ports.pointOf(decision.pointId)?.linkNumber !== linkNumber) return
    courier.send(decision)
  }
}
