import { isPresenceEnough, type Presence, type RiskLevel } from '../../shared/domain/index.ts'
import { LIMITS, type ChallengePayload } from '../../shared/protocol/index.ts'

/** How long everything must have been on screen, by risk. */
const SEEN_MS: Readonly<Record<RiskLevel, number>> = { 0: 0, 1: 0, 2: 0, 3: 3_000, 4: 5_000 }
const HOLD_MS = 2_000

/**
 * The presence that an approval must show: what the policy asks for, and never less than the risk demands. High takes a
 * hold; Critical takes a typed value of one person alone, and a hold of each of several.
 */
export function presenceFor(riskLevel: RiskLevel, approvalsRequired: number, wanted: Presence): Presence {
  const least: Presence = riskLevel === 4 ? (approvalsRequired === 1 ? 'typed' : 'hold') : riskLevel === 3 ? 'hold' : 'click'
  return isPresenceEnough(wanted, least) ? wanted : least
}

/** What slows an approval down, by risk and presence: reading time, a reason, a hold. A denial never waits for any of it. */
export function frictionFor(riskLevel: RiskLevel, presence: Presence): ChallengePayload['friction'] {
  return {
    dwell_ms: LIMITS.dwellShortestMs,
    seen_ms: SEEN_MS[riskLevel],
    hold_ms: isPresenceEnough(presence, 'hold') ? HOLD_MS : 0,
    reason_required: riskLevel >= 3,
  }
}
