import type { ByteFace, Clock } from '../mcp/index.ts'

/** How long one attempt to connect may take. */
export const CONNECT_LIMIT_MS = 5_000
/** How long a point may take to start. */
export const START_LIMIT_MS = 20_000

export interface ReachOptions {
  /** Rejects where nobody listens. */
  readonly connect: () => Promise<ByteFace>
  readonly clock: Clock
  /** Starts the point; resolves when it listens. Without it nothing is ever started. */
  readonly startPoint?: () => Promise<void>
}

/** The connection to the point, or in words why there is none. Never rejects, and never waits longer than its limits. */
export async function reachPoint({ connect, clock, startPoint }: ReachOptions): Promise<ByteFace | string> {
  const first = await attempt(connect, clock)
  if (typeof first !== 'string' || startPoint === undefined) return first
  const started = await within(startPoint().then(() => null, wordsOf), START_LIMIT_MS, clock)
  if (started === 'late') return `The gateway did not start within ${START_LIMIT_MS / 1000} s.`
  return started === null ? attempt(connect, clock) : `The gateway could not be started (${started}).`
}

async function attempt(connect: () => Promise<ByteFace>, clock: Clock): Promise<ByteFace | string> {
  const connecting = connect()
  const face = await within(connecting.catch(wordsOf), CONNECT_LIMIT_MS, clock)
  if (face !== 'late') return typeof face === 'string' ? `The gateway is not there (${face}).` : face
  // A connection that comes after all must not stay open with nobody at it.
  connecting.then((late) => late.end()).catch(() => {})
  return `The gateway did not answer within ${CONNECT_LIMIT_MS / 1000} s.`
}

function within<T>(promise: Promise<T>, limitMs: number, clock: Clock): Promise<T | 'late'> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(limitMs, () => resolve('late'))
    promise.finally(cancel).then(resolve, reject)
  })
}

const wordsOf = (fault: unknown) => (fault instanceof Error ? fault.message : String(fault))
