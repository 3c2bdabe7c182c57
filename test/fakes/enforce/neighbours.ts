import type { ChallengeId, Clocks, DecisionId, NewId } from '../../../shared/domain/index.ts'
import { toId } from '../../../shared/domain/index.ts'
import { printTime, type ChallengeRecord, type EnforcementRecord, type EnvelopeOnWire, type Evaluation, type LockRecord } from '../../../shared/protocol/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'
import type { LockOrder, VettedDecision } from '../../../gateway/enforce/api.ts'
import { Enforcer } from '../../../gateway/enforce/Enforcer.ts'
import type { AbortResult, ApprovalContext, Call, ChallengeDraft, Judgement, Remembered, Who } from '../../../gateway/enforce/ports.ts'
import { challengePayloadOf, digestOf, idOf, NOW } from '../../builders/protocol.ts'
import { FakeTime } from '../FakeTime.ts'
import { FakeJournal } from './FakeJournal.ts'

export const ENVELOPE: EnvelopeOnWire = { payloadType: 'x', payload: '', signatures: [] }
export const NOTHING: Remembered = { epoch: 0, locks: [], revocations: [], revokedKeys: [], challenges: [], mustRecover: false }

/** A policy in the test's hands. */
export class FakePolicy {
  readonly policyHash = digestOf('d')
  verdict: Judgement['verdict'] = 'challenge'
  approvedVerdict: Judgement['verdict'] = 'allow'
  approvalsRequired = 1
  readonly approvalsSeen: ApprovalContext[] = []

  async judge(call: Call): Promise<Judgement> {
    return this.#judgement(call, this.verdict)
  }

  async judgeApproved(call: Call, approval: ApprovalContext): Promise<Judgement> {
    this.approvalsSeen.push(approval)
    return this.#judgement(call, this.approvedVerdict)
  }

  #judgement(call: Call, verdict: Judgement['verdict']): Judgement {
    const request = { subject: { type: 'agent', id: call.agentId }, action: { name: 'tools/call', properties: { invocation_hash: call.invocationHash } }, resource: { type: 'mcp_tool', id: `${call.serverId}/${call.tool}` }, context: {} }
    const evaluation = { evaluation_id: idOf('evaluation'), evaluated_at: NOW, verdict, request, determining_policies: [] } as unknown as Evaluation
    const terms = verdict === 'challenge' ? { riskLevel: 3 as const, approvalsRequired: this.approvalsRequired, presence: 'hold' as const, lifeMs: 300_000 } : null
    return { evaluation, verdict, reason: 'The policy says so.', terms }
  }
}

let ids = 0
/** One source of ids for all points of a test file, as the clock is over restarts. */
const newId: NewId = (kind) => toId(kind, uuidV7(1_763_780_000_000 + ++ids, Uint8Array.from({ length: 10 }, (_, i) => (i + ids) & 0xff)))

/** An enforcer among fakes, with what it told everybody. Given an earlier one, it is the same point after a restart. */
export function enforcing(earlier?: { readonly journal: FakeJournal; readonly time: FakeTime }) {
  const time = earlier?.time ?? new FakeTime()
  const journal = earlier?.journal ?? new FakeJournal()
  const policy = new FakePolicy()
  const raised: ChallengeId[] = []
  const drafts: ChallengeDraft[] = []
  const updates: ChallengeRecord[] = []
  const enforcements: EnforcementRecord[] = []
  const stops: [what: 'engaged' | 'released', lock: LockRecord][] = []
  const epochs: number[] = []
  const problems: string[] = []
  const aborted: string[] = []
  const live: Who[] = []
  const transport: { answer: AbortResult } = { answer: 'asked' }
  let wallShiftMs = 0
  const now = (): Clocks => ({ monotonicMs: time.now(), wallMs: time.now() + wallShiftMs })
  const enforcer = new Enforcer({
    pointId: idOf('point'),
    policy,
    journal,
    announcer: {
      evaluationRecorded() {},
      challengeRaised: ({ envelope }) => void raised.push(envelope.payload as ChallengeId),
      challengeUpdated: (record) => void updates.push(record),
      enforcementRecorded: (record) => void enforcements.push(record),
      lockEngaged: (lock) => void stops.push(['engaged', lock]),
      lockReleased: (lock) => void stops.push(['released', lock]),
      epochChanged: (epoch) => void epochs.push(epoch),
      problem: (sentence) => void problems.push(sentence),
    },
    maker: {
      make: async (draft) => {
        drafts.push(draft)
        const { challengeId, holdMode, epoch, judgement, txn, supersedes, actionHash } = draft
        const payload = challengePayloadOf({ challenge_id: challengeId, txn, ...(supersedes === null ? {} : { supersedes }), action_hash: actionHash, hold_mode: holdMode, epoch, approvals_required: judgement.terms.approvalsRequired })
        return { payload, envelope: { ...ENVELOPE, payload: challengeId }, challengeHash: digestOf('9') }
      },
    },
    callers: {
      abort: (call) => {
        aborted.push(call.callId)
        return transport.answer
      },
      liveSessions: () => live,
    },
    time: { now, after: time.after },
    newId,
    remembered: earlier === undefined ? NOTHING : journal.restart(time.now()),
  })
  const updatesOf = (challengeId: ChallengeId) => updates.filter(({ envelope }) => envelope.payload === challengeId)
  return { enforcer, time, journal, policy, raised, drafts, updates, updatesOf, enforcements, stops, epochs, problems, aborted, live, transport, shiftWall: (ms: number) => void (wallShiftMs += ms) }
}

export type Enforcing = ReturnType<typeof enforcing>

export function callOf(over: Partial<Call> = {}): Call {
  return {
    callId: 'call-1', sessionId: idOf('session'), agentId: idOf('agent'),
    chain: [{ hop: 0, kind: 'human', iss: 'https://id.example', sub: 'mara', assurance: 'asserted' }],
    serverId: 'files', tool: 'write_file', definitionHash: digestOf('a'),
    invocation: { bytes: new Uint8Array(), argumentsSpan: { start: 0, end: 0 } }, invocationHash: digestOf('a'), callerDeadline: null,
    ...over,
  }
}

let decisions = 0
export function decisionOn(challengeId: ChallengeId, verdict: 'approve' | 'deny', over: { sub?: string; epoch?: number; comment?: string; kid?: string; presence?: 'click' | 'hold' | 'typed' } = {}): VettedDecision {
  const sub = over.sub ?? 'ines'
  return {
    decisionId: idOf('decision', ++decisions) as DecisionId, challengeId, verdict, reviewer: { iss: 'https://id.example', sub, name: sub }, kid: over.kid ?? `key of ${sub}`,
    envelope: ENVELOPE, presence: over.presence ?? 'hold', comment: over.comment, stampedEpoch: over.epoch ?? 0, isSelfApproved: false,
  }
}

export const PRIYA = { iss: 'https://id.example', sub: 'priya', name: 'Priya' }

export const lockOn = (target: LockOrder['target'], over: Partial<LockOrder> & { n?: number } = {}): LockOrder => {
  const { n = 1, ...rest } = over
  return { lock_id: idOf('lock', n), target, effect: 'halt', mode: 'drain', initiating_entity: 'reviewer', created_at: printTime(1_000_000), created_by: PRIYA, expires_at: null, drill: false, ...rest }
}

/** Lets everything that is ready go on, without letting time pass. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
