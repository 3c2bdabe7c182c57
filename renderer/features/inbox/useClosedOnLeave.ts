import { useEffect } from 'react'
import { bridge } from '../../bridge.ts'
import { useOpenChallenge } from '../../stores/openChallenge.ts'

/** Whoever leaves the inbox lets go of its challenge at the core, and has it pinned anew on the way back. */
export function useClosedOnLeave(): void {
  useEffect(() => {
    const { openId } = useOpenChallenge.getState()
    if (openId !== null) {
      void bridge.openChallenge({ challengeId: openId }).then((result) => {
        if (result.ok && result.value !== null && useOpenChallenge.getState().openId === openId) useOpenChallenge.setState({ card: result.value })
      })
    }
    return () => {
      if (useOpenChallenge.getState().openId !== null) void bridge.closeChallenge()
    }
  }, [])
}
