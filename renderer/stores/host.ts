import { create } from 'zustand'
import type { HostFacts, ThemeChoice } from '../../shared/ipc/windowToMain.ts'
import { bridge } from '../bridge.ts'

interface HostStore {
  /** Null until main has answered for the first time. */
  readonly host: HostFacts | null
}

/** What main says of the program and its window. */
export const useHost = create<HostStore>(() => ({ host: null }))

/** Keeps the store in step with main from now on. */
export function followHost(): void {
  bridge.onHostChanged((host) => useHost.setState({ host }))
  void bridge.readHost().then((result) => {
    if (result.ok) useHost.setState({ host: result.value })
  })
}

/** Whether the core is there to be asked. Everything it told us earlier is stale while it is not. */
export const useIsCoreReady = () => useHost(({ host }) => host?.core.status === 'ready')

/** @returns why the choice could not be kept, or null when it was */
export async function chooseTheme(theme: ThemeChoice): Promise<string | null> {
  const result = await bridge.chooseTheme({ theme })
  return result.ok ? null : result.failure.message
}
