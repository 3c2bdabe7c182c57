import type { ChallengeId, Clocks, DecisionId, Lock, NewId } from '../../../shared/domain/index.ts'
import { toId } from '../../../shared/domain/index.ts'
import type { EnforcementRecord, EnvelopeOnWire, Evaluation } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import { Enforcer } from '../../../gateway/enforce/Enforcer.ts'
import type { ApprovalContext, Call, DecisionEntry, Journal, Judgement } from '../../../gateway/enforce/ports.ts'
import { challengePayloadOf, digestOf, idOf, NOW } from '../../builders/protocol.ts'
import { FakeTime } from '../FakeTime.ts'

const ENVELOPE: EnvelopeOnWire = { payloadType: 'x', payload: '', signatures: [] }

/** A journal in memory that keeps the conditions of the real one, and fails when the test says so. */
export class FakeJournal implements Journal {
  readonly written: string[] = []
  readonly consumed = new Set<ChallengeId>()
  readonly approvers = new Map<ChallengeId, Set<string>>()
  readonly ended = new Map<ChallengeId, string>()
  isFailing = false

  async recordEvaluation(evaluation: Evaluation) {
    await this.#write(`evaluation ${evaluation.verdict}`)
  }

  async recordChallenge(payload: { challenge_id: ChallengeId }) {
    await this.#write('challenge')
    this.approvers.set(payload.challenge_id, new Set())
  }

  async recordDecision({ challengeId, verdict, reviewer }: DecisionEntry): Promise<number | null> {
    await this.#write(`decision ${verdict}`)
    if (this.ended.has(challengeId)) return null
    if (verdict === 'deny') this.ended.set(challengeId, 'denied')
    return this.approvers.get(challengeId)?.add(reviewer.sub).size ?? null
  }

  async endChallenge(challengeId: ChallengeId, state: string) {
    await this.#write(`end ${state}`)
    this.ended.set(challengeId, state)
  }

  async consume(challengeId: ChallengeId): Promise<boolean> {
    await this.#write('consume')
    if (this.consumed.has(challengeId)) return false
    this.consumed.add(challengeId)
    return true
  }

  async recordEnforcement({ outcome }: EnforcementRecord) {
    await this.#write(`enforcement ${outcome}`)
  }

  async recordLock() {
    await this.#write('lock')
  }

  async recordRelease() {
    await this.#write('release')
  }

  async #write(what: string): Promise<void> {
    await Promise.resolve()
    if (this.isFailing) throw new Error('SQLITE_FULL')
    this.written.push(what)
  }
}

/** A policy in the test's hands. */
export class FakePolicy {
  readonly policyHash = digestOf('d')
  verdict: Judgement['verdict'] = 'challenge'
  approvedVerdict: Judgement['verdict'] = 'allow'
  approvalsRequired = 1
  readonly approvalsSeen: ApprovalContext[] = []

  async judge(): Promise<Judgement> {
    return this.#judgement(this.verdict)
  }

  async judgeApproved(_call: Call, approval: ApprovalContext): Promise<Judgement> {
    this.approvalsSeen.push(approval)
    return this.#judgement(this.approvedVerdict)
  }

  #judgement(verdict: Judgement['verdict']): Judgement {
    const evaluation = { evaluation_id: idOf('evaluation'), evaluated_at: NOW, verdict } as Evaluation
    const terms = verdict === 'challenge' ? { riskLevel: 3 as const, approvalsRequired: this.approvalsRequired, presence: 'hold' as const, lifeMs: 300_000 } : null
    return { evaluation, verdict, reason: 'The policy says so.', terms }
  }
}

/** An enforcer among fakes, with what it told everybody. */
export function enforcing() {
  const time = new FakeTime()
  const journal = new FakeJournal()
  const policy = new FakePolicy()
  const raised: ChallengeId[] = []
  const problems: string[] = []
  let count = 0
  const newId: NewId = (kind) => toId(kind, uuidV7(1_763_780_000_000 + ++count, Uint8Array.from({ length: 10 }, (_, i) => (i + count) & 0xff)))
  let wallShiftMs = 0
  const now = (): Clocks => ({ monotonicMs: time.now(), wallMs: time.now() + wallShiftMs })
  const enforcer = new Enforcer({
    pointId: idOf('point'),
    policy,
    journal,
    announcer: { evaluationRecorded() {}, challengeRaised: ({ challenge_id }) => void raised.push(challenge_id), challengeUpdated() {}, enforcementRecorded() {}, problem: (sentence) => void problems.push(sentence) },
    maker: { make: async ({ challengeId, holdMode, epoch, judgement }) => ({ payload: challengePayloadOf({ challenge_id: challengeId, hold_mode: holdMode, epoch, approvals_required: judgement.terms.approvalsRequired }), envelope: ENVELOPE }) },
    time: { now, after: time.after },
    newId,
    epoch: 0,
  })
  return { enforcer, time, journal, policy, raised, problems, shiftWall: (ms: number) => void (wallShiftMs += ms) }
}

export function callOf(over: Partial<Call> = {}): Call {
  return {
    callId: 'call-1', sessionId: idOf('session'), agentId: idOf('agent'),
    chain: [{ hop: 0, kind: 'human', iss: 'https://id.example', sub: 'mara', assurance: 'asserted' }],
    serverId: 'files', tool: 'write_file', definitionHash: digestOf('a'),
    invocation: { bytes: new Uint8Array(), argumentsSpan: { start: 0, end: 0 } }, invocationHash: digestOf('a'), callerDeadline: null,
    ...over,
  }
}

export function decisionOn(challengeId: ChallengeId, verdict: 'approve' | 'deny', over: { sub?: string; epoch?: number; comment?: string } = {}) {
  return {
    decisionId: idOf('decision') as DecisionId, challengeId, verdict, reviewer: { iss: 'https://id.example', sub: over.sub ?? 'ines' },
    envelope: ENVELOPE, presence: 'hold' as const, comment: over.comment, stampedEpoch: over.epoch ?? 0,
  }
}

export const lockOn = (target: Lock['target'], n = 1) => ({ lockId: idOf('lock', n), target, effect: 'halt' as const, mode: 'drain' as const })

/** Lets everything that is ready go on, without letting time pass. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
