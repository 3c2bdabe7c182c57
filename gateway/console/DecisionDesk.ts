import { isId, type ChallengeId, type DecisionId } from '../../shared/domain/index.ts'
import { signEnvelope, type PrivateKey } from '../../shared/evidence/index.ts'
import { printTime, type ConsoleBody, type DecisionPayload, type EnvelopeOnWire, type ErrorCode, type ReceiptPayload } from '../../shared/protocol/index.ts'
import type { RosterKey } from '../journal/ConsoleRoster.ts'
import type { ConsoleStore } from '../journal/ConsoleStore.ts'
import type { ConsoleLog, ConsoleTime } from './api.ts'
import type { EventStreams } from './EventStreams.ts'
import type { LogWitness } from './LogWitness.ts'
import type { PointActs, PointState } from './ports.ts'
import { payloadHashOf, type Answer, type ReceiptBook } from './ReceiptBook.ts'
import { readUnverified } from './readChallenge.ts'
import { verifySigned, type Peer } from './signer.ts'
import { vetDecision } from './vetDecision.ts'

/** What both desks work with. */
export interface DeskParts {
  readonly key: PrivateKey
  readonly state: PointState
  readonly acts: PointActs
  readonly store: ConsoleStore
  readonly streams: EventStreams
  readonly witness: LogWitness
  readonly book: ReceiptBook
  readonly time: ConsoleTime
  readonly log: ConsoleLog
  /** This point is an old copy of itself, and nobody has looked at it yet. */
  readonly needsRecovery: () => boolean
}

interface Ids {
  readonly decisionId: DecisionId
  readonly challengeId: ChallengeId
}

/** A verdict on the way to its receipt. */
interface Verdict {
  readonly error: ErrorCode | null
  readonly isForged?: boolean
  /** Whether other envelopes with this decision's id are duplicates from now on. */
  readonly holdsId: boolean
  readonly isApproval: boolean
  readonly logUnproven: boolean
  readonly isSelfApproved: boolean
}

const NOTHING = { isApproval: false, logUnproven: true, isSelfApproved: false } as const

/** From here a point that was put back from an old copy approves nothing until somebody has looked at it. */
const RISK_AFTER_RESTORE = 3

/** Where decisions of people arrive: each envelope is vetted once, acted upon once, and answered with one receipt. */
export class DecisionDesk {
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
  }

  decide(peer: Peer, body: ConsoleBody<'challenge.decide'>): Promise<Answer> {
    const { envelope } = body
    return this.#parts.book.answer(envelope, async ({ envelopeHash, wasBegun, isUnread }) => {
      const ids = idsOf(envelope)
      if (ids === null) return { kind: 'result', code: 'bad_request', isForged: true }
      if (isUnread && readUnverified(envelope)?.['decision'] !== 'deny') return { kind: 'result', code: 'unavailable', isForged: false }
      const verdict = await this.#judge(peer, body, { ids, envelopeHash, wasBegun, isUnread })
      // A refusal from half of what is known could contradict a receipt that was given before.
      if (isUnread && verdict.error !== null && verdict.isForged !== true) return { kind: 'result', code: 'unavailable', isForged: false }
      return this.#receipt(peer, envelope, envelopeHash, ids, verdict)
    })
  }

  async #judge(peer: Peer, { envelope, proof }: ConsoleBody<'challenge.decide'>, { ids, envelopeHash, wasBegun, isUnread }: { readonly ids: Ids; readonly envelopeHash: string; readonly wasBegun: boolean; readonly isUnread: boolean }): Promise<Verdict> {
    const { state, store, book, witness, time } = this.#parts
    const nowMs = time.now().wallMs
    const signed = verifySigned('decision', envelope, { consoleId: peer.consoleId, roster: store.roster, nowMs })
    if (signed.status === 'refused') return { ...NOTHING, error: signed.code, holdsId: false, isForged: !signed.isSigned }
    if (!wasBegun && !isUnread && book.isKnown('decide', ids.decisionId)) return { ...NOTHING, error: 'duplicate_request', holdsId: false }
    const witnessed = witness.look(peer.consoleId, envelope, proof)
    const { payload, by } = signed
    const isApproval = payload.decision === 'approve'
    const asVetted = { holdsId: true, isApproval, logUnproven: witnessed !== 'proven', isSelfApproved: false }
    // An earlier run of this point took it in and ended before it could say so.
    if ((wasBegun || isUnread) && this.#isTaken(payload, by)) return { ...asVetted, error: null }

    const found = state.challenge(payload.challenge_id)
    const { point_id: pointId, epoch } = state.point()
    const vetted = vetDecision({ payload, by, pointId, epoch, found, witnessed, nowMs })
    if (vetted.status === 'refused') return { ...asVetted, error: vetted.code }
    if (isApproval && this.#parts.needsRecovery() && (found?.payload.risk.level_id ?? 4) >= RISK_AFTER_RESTORE) return { ...asVetted, error: 'locked' }

    const isBegun = book.begin({ envelopeHash, verb: 'decide', subjectId: payload.decision_id, kid: by.key.kid, nonce: null }, true)
    if (!isBegun && isApproval) return { ...asVetted, error: 'unavailable' }
    return { ...asVetted, isSelfApproved: vetted.isSelfApproved, error: await this.#act(payload, by, vetted.isSelfApproved, envelope) }
  }

  async #act(payload: DecisionPayload, by: RosterKey, isSelfApproved: boolean, envelope: EnvelopeOnWire): Promise<ErrorCode | null> {
    const { method } = payload.presence
    try {
      const done = await this.#parts.acts.decide({
        decisionId: payload.decision_id,
        challengeId: payload.challenge_id,
        verdict: payload.decision,
        reviewer: by.person,
        kid: by.key.kid,
        presence: method === 'hold' || method === 'typed' ? method : 'click',
        comment: payload.comment,
        stampedEpoch: payload.epoch,
        isSelfApproved,
        envelope,
      })
      return done.outcome === 'accepted' ? null : done.code
    } catch (fault) {
      this.#parts.log(`The point failed over a decision. ${String(fault).slice(0, 200)}`, { what: 'point_failed', code: 'internal' })
      return this.#isTaken(payload, by) ? null : 'internal'
    }
  }

  #isTaken({ challenge_id, decision_id }: DecisionPayload, { person }: RosterKey): boolean {
    return this.#parts.state.decisionsOf(challenge_id, person).includes(decision_id)
  }

  #receipt({ consoleId }: Peer, envelope: EnvelopeOnWire, envelopeHash: string, { decisionId, challengeId }: Ids, verdict: Verdict): Answer {
    const { key, state, streams, witness, book, time, log } = this.#parts
    const payload: ReceiptPayload = {
      type: 'countersign.receipt/v1',
      decision_id: decisionId,
      decision_hash: payloadHashOf(envelope),
      challenge_id: challengeId,
      outcome: verdict.error === null ? 'accepted' : 'refused',
      ...(verdict.error === null ? {} : { error: verdict.error }),
      at: printTime(time.now().wallMs),
      epoch: state.point().epoch,
      control_seq: streams.head.control,
      log: witness.headOf(consoleId),
      log_unproven: verdict.logUnproven,
      self_approved: verdict.isSelfApproved && verdict.error === null,
    }
    const receipt = signEnvelope({ name: 'receipt', payload, key })
    // What nobody signed who may is answered the same way each time, and takes no room that others need.
    const isKept = verdict.isForged === true || book.keep({ envelopeHash, verb: 'decide', subjectId: decisionId }, receipt, { effect: verdict.error === null ? 'taken' : 'none', holdsId: verdict.holdsId })
    if (verdict.error !== null) log(`A decision was refused: ${verdict.error}.`, { what: 'decision_refused', console_id: consoleId, code: verdict.error, details: { decision_id: decisionId, challenge_id: challengeId } })
    // An accepted approval whose receipt cannot be kept is not vouched for. A denial always is.
    return isKept || verdict.error !== null || !verdict.isApproval ? { kind: 'receipt', envelope: receipt, isForged: verdict.isForged ?? false } : { kind: 'cut' }
  }
}

/** Whom an answer would have to name, by the envelope's own unproven word. */
function idsOf(envelope: EnvelopeOnWire): Ids | null {
  const said = readUnverified(envelope)
  const decisionId = said?.['decision_id']
  const challengeId = said?.['challenge_id']
  return isId('decision', decisionId) && isId('challenge', challengeId) ? { decisionId, challengeId } : null
}
