import { isInChain, isSameActor, type Actor } from '../../../shared/domain/index.ts'
import type { Obstacle } from '../../../shared/ipc/views.ts'
import { LIMITS, type ChallengePayload } from '../../../shared/protocol/index.ts'
import { isInTheWay, type Decision } from './Decision.ts'
import { isPending, unverifiable, type Held } from './Held.ts'
import type { PointFacts } from './ports.ts'
import type { TypedValue } from './typedValue.ts'

/** A clock that is further off makes every countdown a guess. */
export const MOST_DRIFT_MS = 30_000

/** Everything that the question depends on whether a challenge may be approved. */
export interface ApprovalFacts {
  readonly held: Held
  readonly point: PointFacts | undefined
  readonly newest: Decision | undefined
  /** An approval to this point has no receipt yet, or is just being signed. */
  readonly isAwaitingReceipt: boolean
  readonly hasSeenEnd: boolean
  readonly typed: TypedValue | null
  readonly logObstacle: string | null
  readonly logOrigin: string
  readonly hasKey: boolean
  readonly isScreenLocked: boolean
  readonly isTypingLocked: boolean
}

/**
 * What approving still waits for, worst first; empty where nothing stands in the way. Pure. The point asks all of this
 * again and alone decides: here it is said early, in words, and nothing is signed that could only be refused.
 */
export function obstaclesOf(facts: ApprovalFacts): readonly Obstacle[] {
  return [...endObstacles(facts), ...trustObstacles(facts), ...personObstacles(facts), ...readingObstacles(facts)]
}

function endObstacles({ held, newest }: ApprovalFacts): readonly Obstacle[] {
  if (!isPending(held)) return [obstacle('ended', 'This challenge has ended; it cannot be decided any more.')]
  if (newest !== undefined && isInTheWay(newest)) return [obstacle('decided', 'You have decided this one already.')]
  return []
}

function trustObstacles({ held, point, logObstacle, logOrigin, isAwaitingReceipt }: ApprovalFacts): readonly Obstacle[] {
  const lie = unverifiable(held)
  const alarm = point?.contradiction ?? point?.rollback ?? null
  return [
    ...(lie === null ? [] : [obstacle('unverifiable', `${lie} Deny it, or ask whoever runs the point.`)]),
    ...(alarm === null ? [] : [obstacle('unverifiable', `${alarm}`)]),
    ...(point === undefined || point.linkNumber === null ? [obstacle('not_live', 'Its point is not connected, so what is shown may be old. Denying works and is sent as soon as the point is back.')] : []),
    ...(point !== undefined && Math.abs(point.clockOffsetMs) > MOST_DRIFT_MS ? [obstacle('drift', 'The clocks of this console and of the point differ by more than 30 seconds. Set the clock of one of them.')] : []),
    ...(logObstacle === null ? [] : [obstacle('log', logObstacle)]),
    ...(point !== undefined && point.head !== null && point.head.origin !== logOrigin ? [obstacle('log', 'The point remembers another log of this console, and approves nothing from this one until somebody runs "countersign-gateway log accept" on its host.')] : []),
    ...(isAwaitingReceipt ? [obstacle('awaiting_receipt', 'An earlier decision or stop at this point has no receipt yet; this one waits for it.')] : []),
  ]
}

function personObstacles({ held: { payload }, point, hasKey, isScreenLocked }: ApprovalFacts): readonly Obstacle[] {
  const admission = point?.admission ?? null
  const isOffered = payload.offered.includes('approve_once')
  return [
    ...(hasKey ? [] : [obstacle('no_key', 'Your key is not open. Unlock it in the settings.')]),
    ...(isScreenLocked ? [obstacle('locked_screen', 'The screen is locked.')] : []),
    ...(admission === null ? [] : roleObstacles(payload, admission)),
    ...(isOffered || isTooLarge(payload) ? [] : [obstacle('not_offered', 'The point does not offer to approve this; it can only be denied.')]),
  ]
}

function roleObstacles(payload: ChallengePayload, { roles, groups, reviewer }: NonNullable<PointFacts['admission']>): readonly Obstacle[] {
  if (!roles.includes('approver')) return [obstacle('role', `You are ${roles.join(' and ') || 'nobody'} at this point, and approving takes an approver.`)]
  const wanted = payload.eligible.groups
  if (wanted.length > 0 && !wanted.some((group) => groups.includes(group))) return [obstacle('not_eligible', 'This needs somebody of another group.')]
  if (isSelfApproval(payload, reviewer)) {
    const isMarked = payload.self_approval === 'marked' && payload.risk.level_id <= 2
    return isMarked ? [] : [obstacle('not_eligible', 'You stand in the chain that asks for this, and nobody approves their own action. Somebody else must.')]
  }
  return payload.eligible.exclude.some((actor) => isSameActor(actor, reviewer)) ? [obstacle('not_eligible', 'You are excluded from approving this. Somebody else must.')] : []
}

function readingObstacles({ held, hasSeenEnd, typed, isTypingLocked }: ApprovalFacts): readonly Obstacle[] {
  const { payload, bytes } = held
  if (isTooLarge(payload)) return [obstacle('too_large', 'It has more bytes than anybody can review; it can only be denied.')]
  if (bytes === null) return [obstacle('incomplete', 'Its bytes are still being fetched from the point.')]
  return [
    ...(payload.risk.level_id >= 2 && !hasSeenEnd ? [obstacle('incomplete', 'The end of the bytes has not been on screen yet.')] : []),
    ...(payload.presence_required === 'typed' && typed === null ? [obstacle('not_offered', 'It asks for a typed value, and nothing of it can be typed; it can only be denied.')] : []),
    ...(isTypingLocked ? [obstacle('not_offered', 'The value was typed wrong three times; this challenge can only be denied here.')] : []),
  ]
}

/** Whether the reviewer stands in the chain that asks. */
export const isSelfApproval = ({ chain }: ChallengePayload, reviewer: Actor): boolean => isInChain(chain, reviewer)

const isTooLarge = ({ invocation_ref }: ChallengePayload) => (invocation_ref?.bytes ?? 0) > LIMITS.reviewBytes
const obstacle = (code: Obstacle['code'], sentence: string): Obstacle => ({ code, sentence })
