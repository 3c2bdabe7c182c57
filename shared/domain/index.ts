export { isInChain, isSameActor, isWhollyVerified, type Actor, type Chain, type Hop } from './chain.ts'
export {
  isTerminal, newChallenge, nextChallengeState,
  type Approval, type CancelledReason, type ChallengeEvent, type ChallengeRefusal, type ChallengeState, type ChallengeStep, type ChallengeTerms, type Clocks, type Enforcement, type EnforcementResult, type ExpiredReason,
} from './challenge.ts'
export { mustBeSentAgain, nextDelivery, type DecisionKind, type Delivery, type DeliveryEvent } from './delivery.ts'
export * from './ids.ts'
export { covers, effectOn, isFenced, nextLockDelivery, type Covered, type Lock, type LockDelivery, type LockDeliveryEvent, type LockEffect, type LockMode, type LockTarget, type Revocation } from './lock.ts'
export { isPresenceEnough, PRESENCES, RISK_WORDS, riskWord, type Presence, type RiskLevel, type RiskWord } from './risk.ts'
