import type { DecisionId, PointId } from '../../../shared/domain/index.ts'
import { mustBeSentAgain } from '../../../shared/domain/index.ts'
import { verifyEnvelope } from '../../../shared/evidence/index.ts'
import type { JsonObject } from '../../../shared/json/index.ts'
import { PAYLOADS, type EnvelopeOnWire, type LogProof, type ReceiptPayload } from '../../../shared/protocol/index.ts'
import { LedgerFault, type Draft, type ProofVerdict } from '../ledger/index.ts'
import type { Challenges } from './Challenges.ts'
import type { Decision } from './Decision.ts'
import type { Decisions } from './Decisions.ts'
import { enforcedEvent } from './Held.ts'
import type { InboxPorts } from './ports.ts'

/**
 * Carries decisions to their points and brings back what became of them. An approval is written to a socket once, on the
 * attachment on which it was made; a denial again and again until it is answered.
 */
export class Courier {
  readonly #ports: InboxPorts
  readonly #decisions: Decisions
  readonly #challenges: Challenges

  constructor(parts: { readonly ports: InboxPorts; readonly decisions: Decisions; readonly challenges: Challenges }) {
    this.#ports = parts.ports
    this.#decisions = parts.decisions
    this.#challenges = parts.challenges
  }

  /** Writes a decision that is in the log. Whatever does not go out now is settled or sent after the next attachment. */
  send(decision: Decision): void {
    const { verdict, pointId, envelope, decisionId } = decision
    const proof = this.#proofOf(decision)
    if (verdict === 'approve' && proof?.status !== 'proven') return this.#withhold(decision, proof)
    const body = { envelope, ...(proof?.status === 'proven' ? { proof: toWire(proof) } : {}) }
    const sent = this.#ports.sendDecision(pointId, body)
    if (sent === null) return
    this.#decisions.step(decisionId, { kind: 'sent' }, sent.linkNumber)
    if (body.proof !== undefined) this.#ports.proofLeft(pointId, decision.decisionHash)
  }

  /** A point is attached: denials without an answer go out again, approvals never. */
  attached(pointId: PointId): void {
    for (const decision of this.#decisions.unansweredOf(pointId)) if (mustBeSentAgain(decision.delivery, decision.verdict)) this.send(decision)
  }

  /** An attachment ended. What was written on it and not answered is unconfirmed. */
  detached(pointId: PointId): void {
    for (const { decisionId } of this.#decisions.unansweredOf(pointId)) this.#decisions.step(decisionId, { kind: 'linkEnded' })
  }

  /**
   * Everything that the point did before this attachment has been heard: now its own record says what became of an
   * approval without a receipt. One whose challenge it has forgotten stays unconfirmed for good.
   */
  async resynced(pointId: PointId): Promise<void> {
    const settled = this.#decisions.unansweredOf(pointId).flatMap((decision) => {
      const held = this.#challenges.get(decision.challengeId)
      if (decision.verdict !== 'approve' || decision.delivery.status === 'sent' || held === undefined || held.isForgotten) return []
      return [{ decision, pointHasIt: held.ownDecisions.includes(decision.decisionId) }]
    })
    for (const { decision, pointHasIt } of settled) {
      this.#decisions.step(decision.decisionId, { kind: 'resynced', pointHasIt })
      this.enforced(decision.challengeId)
    }
    await this.#keep(settled.map(({ decision, pointHasIt }) => noteOf(decision, 'decision.settled', { point_has_it: pointHasIt })))
  }

  /**
   * A point's answer. Taken only where its signature and the digest of the decision are right.
   * @param remember is told what the point remembers of our log, and for which payload it said so
   */
  async receipt(pointId: PointId, envelope: EnvelopeOnWire, remember: (head: ReceiptPayload['log'], payloadHash: string) => void): Promise<void> {
    const point = this.#ports.pointOf(pointId)
    const verdict = verifyEnvelope({ envelope, name: 'receipt', findKey: (kid) => (kid === point?.key.kid ? point.key : undefined) })
    const parsed = verdict.status === 'verified' ? PAYLOADS.receipt.safeParse(verdict.payload) : null
    const payload = parsed?.success === true ? parsed.data : null
    const decision = payload === null ? undefined : this.#decisions.get(payload.decision_id)
    if (payload === null || decision === undefined || decision.pointId !== pointId || decision.decisionHash !== payload.decision_hash || decision.challengeId !== payload.challenge_id) {
      this.#ports.alarm(pointId, 'The point sent a receipt that does not belong to any decision of this console.', decision?.challengeId ?? null, true)
      return
    }
    // First what the point remembers of our log: the step below may let the next approval go.
    remember(payload.log, payload.decision_hash)
    this.#take(decision.decisionId, payload)
    await this.#keep([{ kind: 'decision.receipt', body: envelope as unknown as JsonObject, subjects: { pointId, challengeId: decision.challengeId } }])
  }

  /** What became of the call tells where its approval is. */
  enforced(challengeId: Decision['challengeId']): void {
    const decision = this.#decisions.newestOf(challengeId)
    const enforcement = this.#challenges.get(challengeId)?.enforcement ?? null
    if (decision !== undefined && enforcement !== null) this.#decisions.step(decision.decisionId, enforcedEvent(enforcement))
  }

  #take(decisionId: DecisionId, payload: ReceiptPayload): void {
    const event = payload.outcome === 'accepted' ? ({ kind: 'receipt', outcome: 'accepted' } as const) : ({ kind: 'receipt', outcome: 'refused', code: payload.error ?? 'internal' } as const)
    const decision = this.#decisions.step(decisionId, event)
    if (decision !== undefined) this.enforced(decision.challengeId)
  }

  #proofOf({ n, pointId }: Decision): ProofVerdict | null {
    const { head = null, proofOut = null } = this.#ports.pointOf(pointId) ?? {}
    // Of two proofs on their way at once the second continues a tree that the point has left behind: it would see a fork.
    if (n === null || proofOut !== null) return null
    try {
      // A point that remembers another log of ours cannot be shown a continuation of it.
      if (head !== null && head.origin !== this.#ports.logOrigin) return { status: 'refused', reason: 'forked' }
      return this.#ports.log.proofOf(n, head === null ? { sinceSize: 0 } : { sinceSize: head.size, sinceRoot: head.root as NonNullable<Parameters<InboxPorts['log']['proofOf']>[1]['sinceRoot']> })
    } catch (fault) {
      if (fault instanceof LedgerFault) return null
      throw fault
    }
  }

  #withhold(decision: Decision, proof: ProofVerdict | null): void {
    const isTooEarly = proof === null && typeof this.#ports.pointOf(decision.pointId)?.proofOut === 'string'
    const why = isTooEarly ? 'awaiting receipt' : proof?.status === 'refused' ? proof.reason : 'no proof'
    if (!isTooEarly) this.#ports.alarm(decision.pointId, `An approval was recorded and not sent, because this console's log does not continue what the point remembers of it (${why.replaceAll('_', ' ')}). On the point's host run "countersign-gateway log accept ${this.#ports.consoleId}".`, decision.challengeId, false)
    this.#decisions.step(decision.decisionId, { kind: 'resynced', pointHasIt: false })
    void this.#keep([noteOf(decision, 'decision.withheld', { reason: why })])
  }

  /** The point's word counts whether or not it could be written down: a log that is full is said elsewhere. */
  async #keep(drafts: readonly Draft[]): Promise<void> {
    if (drafts.length === 0) return
    await this.#ports.log.append(drafts).catch((fault: unknown) => {
      if (!(fault instanceof LedgerFault)) throw fault
    })
  }
}

const toWire = ({ proof }: Extract<ProofVerdict, { status: 'proven' }>): LogProof => ({ ...proof, inclusion_proof: [...proof.inclusion_proof], consistency_proof: [...proof.consistency_proof] })

function noteOf({ decisionId, challengeId, pointId }: Decision, kind: string, members: JsonObject): Draft {
  return { kind, body: { type: `countersign.${kind}/v1`, decision_id: decisionId, challenge_id: challengeId, ...members }, subjects: { pointId, challengeId } }
}
