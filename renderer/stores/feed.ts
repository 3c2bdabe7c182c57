import { create } from 'zustand'
import type { FeedRows, FeedSnapshot, LogView } from '../../shared/ipc/views.ts'
import { bridge } from '../bridge.ts'
import { useHost } from './host.ts'
import { NO_FEED, nextFeed, type FeedEvent, type FeedState } from './nextFeed.ts'

/**
 * Everything that the core tells, as it stands now. `snapshot` is null while there is no core to stand by it: nothing
 * that an earlier core said is ever shown as live.
 */
export const useFeed = create<FeedState>(() => NO_FEED)

/** One collection, or null where it is not known. An empty one is known to be empty. */
const useCollection = <K extends keyof FeedRows>(name: K): FeedRows[K] | null => useFeed(({ snapshot }) => snapshot?.rows[name] ?? null)

export const usePoints = () => useCollection('points')
export const useInboxRows = () => useCollection('inbox')
export const useSessionRows = () => useCollection('sessions')
export const useAgentRows = () => useCollection('agents')
export const useStops = () => useCollection('stops')
export const useLogView = (): LogView | null => useFeed(({ snapshot }) => snapshot?.log ?? null)
export const useUnlisted = (): FeedSnapshot['unlisted'] | null => useFeed(({ snapshot }) => snapshot?.unlisted ?? null)
/** Why the feed could not be read, or null. */
export const useFeedFailure = (): string | null => useFeed(({ failure }) => failure)

/** Reads the feed of each core that becomes ready, applies its patches, and forgets everything when it is gone. */
export function followFeed(): void {
  bridge.onFeedPatched((patch) => take({ kind: 'patched', patch }))
  let followed: number | null = null
  const follow = () => {
    const core = useHost.getState().host?.core
    const pid = core?.status === 'ready' ? core.pid : null
    if (pid === followed) return
    followed = pid
    take({ kind: pid === null ? 'coreGone' : 'coreBegan' })
  }
  useHost.subscribe(follow)
  follow()
}

/** Counts the questions, so that an answer which a later question has overtaken is dropped. */
let question = 0

function take(event: FeedEvent): void {
  const before = useFeed.getState()
  const after = nextFeed(before, event)
  useFeed.setState(after, true)
  if (event.kind === 'coreGone') question += 1
  if (after.mustRead && (!before.mustRead || event.kind === 'coreBegan')) void read()
}

async function read(): Promise<void> {
  question += 1
  const asked = question
  const result = await bridge.readFeed()
  if (asked !== question) return
  take(result.ok ? { kind: 'read', snapshot: result.value } : { kind: 'notRead', failure: result.failure.message })
}
