import { create } from 'zustand'
import type { ChallengeId } from '../../shared/domain/index.ts'
import type { ChallengeCard } from '../../shared/ipc/views.ts'
import { bridge } from '../bridge.ts'
import { useFeed } from './feed.ts'

interface OpenChallengeStore {
  /** The challenge that a person opened; null while none is. Only a person's own act changes it. */
  readonly openId: ChallengeId | null
  /** Its card as the core last told it. Null while it is read. */
  readonly card: ChallengeCard | null
  /** Why there is no card. */
  readonly failure: string | null
}

export const useOpenChallenge = create<OpenChallengeStore>(() => ({ openId: null, card: null, failure: null }))

/** Opens a challenge: it is pinned at the core, and its card is told again whenever it changes. */
export function openChallenge(challengeId: ChallengeId): void {
  if (useOpenChallenge.getState().openId === challengeId) return
  useOpenChallenge.setState({ openId: challengeId, card: null, failure: null })
  void bridge.openChallenge({ challengeId }).then((result) => {
    if (useOpenChallenge.getState().openId !== challengeId) return
    if (!result.ok) useOpenChallenge.setState({ failure: result.failure.message })
    else if (result.value === null) useOpenChallenge.setState({ failure: 'The core no longer has this challenge. Nothing was decided by this window.' })
    // A change that was told meanwhile is newer than the answer.
    else if (useOpenChallenge.getState().card === null) useOpenChallenge.setState({ card: result.value })
  })
}

/** Lets go of the open challenge, so that nothing can be signed for it. */
export function closeChallenge(): void {
  if (useOpenChallenge.getState().openId === null) return
  useOpenChallenge.setState({ openId: null, card: null, failure: null })
  void bridge.closeChallenge()
}

/** Keeps the open card in step with the core from now on. A core that is gone has forgotten what was pinned. */
export function followOpenChallenge(): void {
  bridge.onCardChanged((card) => {
    if (card.row.challengeId === useOpenChallenge.getState().openId) useOpenChallenge.setState({ card, failure: null })
  })
  useFeed.subscribe(({ snapshot }, before) => {
    if (snapshot === null && before.snapshot !== null) useOpenChallenge.setState({ openId: null, card: null, failure: null })
  })
}
