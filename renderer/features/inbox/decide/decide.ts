import { create } from 'zustand'
import type { ChallengeId } from '../../../../shared/domain/index.ts'
import { bridge } from '../../../bridge.ts'
import { say } from '../../../stores/announcements.ts'
import { changeDraft } from './drafts.ts'

/** An order that is on its way to the core, or was refused there. What became of one that it took stands in the card. */
export interface Attempt {
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly status: 'asking' | 'refused'
  readonly sentence: string
}

interface AttemptStore {
  readonly attempt: Attempt | null
}

export const useAttempt = create<AttemptStore>(() => ({ attempt: null }))

export interface Order {
  readonly challengeId: ChallengeId
  readonly verdict: 'approve' | 'deny'
  readonly comment: string
  readonly typed: string | null
  readonly inSteps: boolean
}

/** Asks the core to decide. It names the challenge and the verdict; what is signed is the core's own copy. */
export async function decide(order: Order): Promise<boolean> {
  const { challengeId, verdict } = order
  // Two approvals are never on their way at once; a denial never waits for anything.
  if (verdict === 'approve' && useAttempt.getState().attempt?.status === 'asking') return false
  const mine: Attempt = { challengeId, verdict, status: 'asking', sentence: '' }
  useAttempt.setState({ attempt: mine })
  const result = await bridge.decide(order)
  const isNewest = useAttempt.getState().attempt === mine
  if (result.ok && result.value.status === 'done') {
    if (isNewest) useAttempt.setState({ attempt: null })
    return true
  }
  const sentence = result.ok ? (result.value.status === 'refused' ? result.value.sentence : '') : `${result.failure.message} Look at the log before you decide again.`
  if (result.ok && result.value.status === 'refused' && /typed/.test(result.value.code)) changeDraft(challengeId, ({ typedTries }) => ({ typedTries: typedTries + 1 }))
  if (isNewest) useAttempt.setState({ attempt: { ...mine, status: 'refused', sentence } })
  say(`Not ${verdict === 'approve' ? 'approved' : 'denied'}.`)
  return false
}

/** Forgets what was refused, once a person tries again or turns to another challenge. */
export const clearAttempt = () => useAttempt.setState(({ attempt }) => (attempt?.status === 'refused' ? { attempt: null } : {}))
