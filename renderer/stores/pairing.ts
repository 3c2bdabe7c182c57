import { create } from 'zustand'
import type { PairingView } from '../../shared/ipc/views.ts'
import { bridge } from '../bridge.ts'
import { useHost } from './host.ts'

interface PairingStore {
  readonly pairing: PairingView
  /** Why the last thing that was asked for did not happen. */
  readonly problem: string | null
}

const IDLE: PairingView = { step: 'idle' }

/** Where pairing stands, as the core tells it. Only this side's words are ever here. */
export const usePairing = create<PairingStore>(() => ({ pairing: IDLE, problem: null }))

/** Keeps the store in step with the core from now on. A core that is gone pairs nothing. */
export function followPairing(): void {
  bridge.onPairingChanged((pairing) => usePairing.setState({ pairing }))
  let followed: number | null = null
  const follow = () => {
    const core = useHost.getState().host?.core
    const pid = core?.status === 'ready' ? core.pid : null
    if (pid === followed) return
    followed = pid
    usePairing.setState({ pairing: IDLE })
    if (pid !== null) void bridge.readPairing().then((result) => result.ok && usePairing.setState({ pairing: result.value }))
  }
  useHost.subscribe(follow)
  follow()
}

/** Dials a point with the code that it printed. */
export async function beginPairing(address: string, code: string): Promise<void> {
  usePairing.setState({ problem: null })
  tell(await bridge.beginPairing({ address: address.trim(), code: code.trim() }))
}

/** Says what a person saw: both lists of words the same, or not. */
export async function answerPairing(isSame: boolean): Promise<void> {
  usePairing.setState({ problem: null })
  tell(await bridge.answerPairing({ isSame }))
}

/** Gives up what is under way, and leaves what it ended with. */
export async function cancelPairing(): Promise<void> {
  usePairing.setState({ problem: null })
  const result = await bridge.cancelPairing()
  usePairing.setState(result.ok ? { pairing: IDLE } : { problem: result.failure.message })
}

function tell(result: Awaited<ReturnType<typeof bridge.beginPairing>>): void {
  if (!result.ok) usePairing.setState({ problem: result.failure.message })
  else if (result.value.status === 'refused') usePairing.setState({ problem: result.value.sentence })
}
