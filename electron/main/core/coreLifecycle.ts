import type { CoreStatus } from '../../../shared/ipc/windowToMain.ts'
import { assertNever } from '../../../shared/util/assertNever.ts'

/** Where the core is in its life. Only `ready` has a core that may be asked anything. */
export type CoreState =
  | { readonly status: 'starting'; readonly attempt: number }
  | { readonly status: 'ready'; readonly attempt: number; readonly sinceMs: number; readonly pid: number; readonly node: string }
  | { readonly status: 'waiting'; readonly attempt: number; readonly reason: string; readonly retryAtMs: number }
  | { readonly status: 'stopped' }

export type CoreEvent =
  | { readonly kind: 'helloReceived'; readonly pid: number; readonly node: string; readonly nowMs: number }
  | { readonly kind: 'ended'; readonly how: string; readonly nowMs: number; readonly jitter: number }
  | { readonly kind: 'helloOverdue'; readonly nowMs: number; readonly jitter: number }
  | { readonly kind: 'retryDue' }
  | { readonly kind: 'restartAsked' }
  | { readonly kind: 'stopAsked' }

export const firstState = (): CoreState => ({ status: 'starting', attempt: 1 })

/** How long a core may take to say hello before it counts as crashed. */
export const HELLO_LIMIT_MS = 10_000
/** A core that ran this long was well; its next crash starts with the shortest wait again. */
const WELL_AFTER_MS = 60_000
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000


/**
 * One step in the life of the core. A core that ends without having been told to has crashed, whatever its exit code
 * and whether or not it had said hello: the database module, for one, ends an unfit process with code 0.
 */
export function nextCoreState(state: CoreState, event: CoreEvent): CoreState {
  if (state.status === 'stopped') return state
  switch (event.kind) {
    case 'stopAsked':
      return { status: 'stopped' }
    case 'helloReceived':
      if (state.status !== 'starting') return state
      return { status: 'ready', attempt: state.attempt, sinceMs: event.nowMs, pid: event.pid, node: event.node }
    case 'helloOverdue':
      if (state.status !== 'starting') return state
      return waitAfter(state.attempt, `said nothing for ${HELLO_LIMIT_MS / 1000} s after its start`, event)
    case 'ended':
      if (state.status === 'waiting') return state
      return waitAfter(crashesSoFar(state, event.nowMs), reasonOf(state, event.how), event)
    case 'restartAsked':
      return firstState()
    case 'retryDue':
      return state.status === 'waiting' ? { status: 'starting', attempt: state.attempt + 1 } : state
    default:
      return assertNever(event)
  }
}

/** The state in the words that the window is told. */
export function describeCore(state: CoreState, host: 'utility process' | 'node child'): CoreStatus {
  switch (state.status) {
    case 'starting':
      return { status: 'starting', attempt: state.attempt }
    case 'ready':
      return { status: 'ready', pid: state.pid, node: state.node, host }
    case 'waiting':
      return { status: 'waiting', attempt: state.attempt, reason: state.reason, retryAtMs: state.retryAtMs }
    case 'stopped':
      return state
  }
}

/** Doubling from half a second to half a minute, spread by up to a half so that many consoles do not march in step. */
function waitAfter(attempt: number, reason: string, { nowMs, jitter }: { nowMs: number; jitter: number }): CoreState {
  const full = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1))
  return { status: 'waiting', attempt, reason, retryAtMs: nowMs + Math.round(full * (0.5 + 0.5 * jitter)) }
}

function crashesSoFar(state: { status: string; attempt: number; sinceMs?: number }, nowMs: number): number {
  return state.sinceMs !== undefined && nowMs - state.sinceMs >= WELL_AFTER_MS ? 1 : state.attempt
}

function reasonOf(state: CoreState, how: string): string {
  return state.status === 'starting' ? `${how} before it had said hello` : how
}
