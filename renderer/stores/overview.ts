import { create } from 'zustand'
import type { Overview } from '../../shared/ipc/windowToCore.ts'
import { bridge } from '../bridge.ts'
import { useHost, useIsCoreReady } from './host.ts'

interface OverviewStore {
  /** What the core last said; null until it has said anything. */
  readonly overview: Overview | null
  /** Why the last question was not answered. */
  readonly failure: string | null
}

/** The figures that every screen stands on, as the core last told them. */
export const useOverview = create<OverviewStore>(() => ({ overview: null, failure: null }))

/** The figures while there is a core to stand by them; null while there is none, because what it last said may be stale. */
export function useLiveOverview(): Overview | null {
  const isReady = useIsCoreReady()
  const overview = useOverview((state) => state.overview)
  return isReady ? overview : null
}

/** Asks each core that becomes ready, and listens to what it tells by itself. */
export function followOverview(): void {
  bridge.onOverviewChanged((overview) => useOverview.setState({ overview, failure: null }))
  let askedPid: number | null = null
  useHost.subscribe(({ host }) => {
    const pid = host?.core.status === 'ready' ? host.core.pid : null
    if (pid !== null && pid !== askedPid) void ask()
    askedPid = pid
  })
}

async function ask(): Promise<void> {
  const result = await bridge.readOverview()
  useOverview.setState(result.ok ? { overview: result.value, failure: null } : { failure: result.failure.message })
}
