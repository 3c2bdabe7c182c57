import type { Actor, Chain } from './chain.ts'
import { isInChain } from './chain.ts'
import type { AgentId, LockId, PointId, SessionId } from './ids.ts'

/** What a lock stops. The other targets of the protocol move in here as they are built. */
export type LockTarget =
  | { readonly kind: 'all' }
  | { readonly kind: 'point'; readonly value: PointId }
  | { readonly kind: 'agent'; readonly value: AgentId }
  | { readonly kind: 'session'; readonly value: SessionId }
  | { readonly kind: 'principal'; readonly value: Actor }

/** Halt refuses covered calls; pause keeps them held and judges them anew on release. */
export type LockEffect = 'halt' | 'pause'
export type LockMode = 'abort_inflight' | 'drain'

export interface Lock {
  readonly lockId: LockId
  readonly target: LockTarget
  readonly effect: LockEffect
  readonly mode: LockMode
  /** The epoch that the lock raised its point to. */
  readonly epoch: number
}

/** Who and where a call is, as far as a lock can cover it. */
export interface Covered {
  readonly pointId: PointId
  readonly agentId: AgentId
  readonly sessionId: SessionId
  readonly chain: Chain
}

/** Whether a target covers a call. */
export function covers(target: LockTarget, call: Covered): boolean {
  switch (target.kind) {
    case 'all':
      return true
    case 'point':
      return target.value === call.pointId
    case 'agent':
      return target.value === call.agentId
    case 'session':
      return target.value === call.sessionId
    case 'principal':
      return isInChain(call.chain, target.value)
    default:
      // A target that this version does not know covers everything: stopping too much is the safe mistake.
      target satisfies never
      return true
  }
}

/** What holds for a call under all locks that are on: halt is stronger than pause. */
export function effectOn(locks: readonly Pick<Lock, 'target' | 'effect'>[], call: Covered): LockEffect | null {
  const effects = locks.filter(({ target }) => covers(target, call)).map(({ effect }) => effect)
  if (effects.includes('halt')) return 'halt'
  return effects.includes('pause') ? 'pause' : null
}

/** A revocation of any kind: it raised the epoch, and it covers what its target covers. */
export interface Revocation {
  readonly epoch: number
  readonly target: LockTarget
}

/**
 * Whether something that was stamped with an epoch is fenced: a later revocation covers it. Release of a lock does not
 * bring it back; what was approved before a stop stays void after it.
 */
export const isFenced = (stampedEpoch: number, revocations: readonly Revocation[], call: Covered): boolean =>
  revocations.some(({ epoch, target }) => epoch > stampedEpoch && covers(target, call))

/** A lock at one point, as the console knows it. There is no fourth state, and none reads as done before its receipt. */
export type LockDelivery = 'sending' | 'confirmed' | 'not_confirmed'

export type LockDeliveryEvent = 'linkEnded' | 'noAnswer' | 'sentAgain' | 'receiptVerified'

/** One step of a lock at one point. A verified receipt is final; everything else is tried again until there is one. */
export function nextLockDelivery(state: LockDelivery, event: LockDeliveryEvent): LockDelivery {
  if (state === 'confirmed' || event === 'receiptVerified') return 'confirmed'
  return event === 'sentAgain' ? 'sending' : 'not_confirmed'
}
