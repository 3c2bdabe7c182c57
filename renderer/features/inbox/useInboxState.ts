import { useIsCoreReady } from '../../stores/host.ts'
import { useOverview } from '../../stores/overview.ts'

/** What can truthfully be said of an inbox without challenges. */
export interface InboxState {
  /** Beside the name of the list. */
  readonly holds: string
  readonly title: string
  readonly words: readonly string[]
}

/** An empty list is only good news while the core is there to say so; every other case is told apart. */
export function useInboxState(): InboxState {
  const isReady = useIsCoreReady()
  const { overview, failure } = useOverview()
  if (failure !== null) {
    return { holds: 'Not known', title: 'The inbox could not be read', words: [failure, 'Nothing was decided. What waits at an enforcement point is denied when its time is over.'] }
  }
  if (overview === null) {
    return { holds: 'Reading', title: 'Reading the inbox', words: ['The core has not said hello yet. Until it has, nothing is known of what waits.'] }
  }
  if (!isReady) {
    return { holds: 'Not live', title: 'The inbox is not live', words: ['The core is not running, so this list cannot show what may have arrived since it stopped.'] }
  }
  return {
    holds: 'Nothing waiting',
    title: 'Nothing is waiting for you',
    words: ['No enforcement point is paired yet, so no agent can ask for anything here.'],
  }
}
