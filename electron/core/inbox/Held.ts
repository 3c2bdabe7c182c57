import type { DecisionId, PointId } from '../../../shared/domain/index.ts'
import type { ChallengePayload, ChallengeRecord, EnforcementRecord, EnvelopeOnWire } from '../../../shared/protocol/index.ts'
import type { Examination } from './examine.ts'

/** A challenge that this console knows, in whatever state its point says it is. */
export interface Held {
  readonly pointId: PointId
  readonly envelope: EnvelopeOnWire
  readonly payload: ChallengePayload
  readonly challengeHash: string
  readonly state: ChallengeRecord['state']
  readonly reason: string | null
  readonly decidedCount: number
  /** The decisions of our reviewer that the point has accepted, by its own word. */
  readonly ownDecisions: readonly DecisionId[]
  readonly endedAt: string | null
  readonly endedBy: string | null
  readonly enforcement: EnforcementRecord | null
  /** Null while it is fetched; never fetched where it is too large to review. */
  readonly bytes: Uint8Array | null
  /** Made when somebody first looks, or at its arrival. */
  readonly examination: Examination | null
  /** What else is wrong with it: its signature, or that it was told twice in two versions. */
  readonly faults: readonly string[]
  /** The point does not know it any more. */
  readonly isForgotten: boolean
}

/** Whether a person can still do something about it. */
export const isPending = ({ state, isForgotten }: Held): boolean => state === 'pending' && !isForgotten

/** Why nothing of it can be trusted, in one sentence, or null. */
export function unverifiable({ faults, examination }: Held): string | null {
  return faults[0] ?? examination?.differences[0] ?? null
}

/** What a step gives: the next state, and what cannot be about it. */
export interface HeldStep {
  readonly held: Held
  readonly contradiction: string | null
}

/**
 * What a newer word of the point makes of a challenge. What has ended stays ended: a point that takes that back
 * contradicts itself, and so does one that gives the same id to another action.
 */
export function nextHeld(held: Held, record: ChallengeRecord): HeldStep {
  const isSame = record.envelope.payload === held.envelope.payload
  const contradiction = isSame ? null : 'The point told of this challenge twice, and not the same.'
  const faults = contradiction === null || held.faults.includes(contradiction) ? held.faults : [...held.faults, contradiction]
  if (held.state !== 'pending' && record.state !== held.state) {
    return { held: { ...held, faults }, contradiction: `The point says that a challenge which was ${held.state} is ${record.state}.` }
  }
  return { held: { ...held, ...recordOf(record), enforcement: record.enforcement ?? held.enforcement, faults, isForgotten: false }, contradiction }
}

/** The part of a challenge that its point may change. */
export function recordOf(record: ChallengeRecord): Pick<Held, 'state' | 'reason' | 'decidedCount' | 'ownDecisions' | 'endedAt' | 'endedBy' | 'enforcement'> {
  return {
    state: record.state,
    reason: record.reason ?? null,
    decidedCount: record.decided_count,
    ownDecisions: record.own_decisions ?? [],
    endedAt: record.ended_at ?? null,
    endedBy: record.ended_by?.name ?? null,
    enforcement: record.enforcement ?? null,
  }
}

/** The event for the delivery of a decision in what became of the call. */
export function enforcedEvent({ outcome, result, finished_at, reevaluation }: EnforcementRecord) {
  if (outcome === 'aborted') return { kind: 'enforced', outcome } as const
  if (outcome === 'blocked') return { kind: 'enforced', outcome, reason: reevaluation?.reason ?? '' } as const
  return { kind: 'enforced', outcome, result: finished_at === undefined ? null : result } as const
}
