// Inside of a process that is to die: where, and how. Nothing is closed, nothing is flushed, nobody is told.

let armed: string | null = null

/** From here on this process ends at the step of that name; null is nowhere. */
export function arm(step: string | null): void {
  armed = step
}

/** A step is reached. Does not return where it is the one. */
export function reach(step: string): void {
  if (armed === step) process.kill(process.pid, 'SIGKILL')
}

/** What a test says to such a process beside everything else. */
export type Order = { readonly kind: 'arm'; readonly step: string } | { readonly kind: 'clock'; readonly aheadMs: number } | { readonly kind: 'query'; readonly id: number; readonly sql: string }

export function isOrder(message: unknown): message is Order {
  return ['arm', 'clock', 'query'].includes((message as { readonly kind?: string }).kind ?? '')
}
