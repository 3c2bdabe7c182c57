import type { Refusal } from './Judge.ts'

/** Why the session itself does not let a call through, without having asked the judge or after it said forward. */
export type OwnReason = 'secret_reference' | 'unknown_tool' | 'ambiguous_tool' | 'definition_changed' | 'unavailable' | 'rate_limited' | 'internal'

const NEXT_ACTION: Readonly<Record<OwnReason, string>> = {
  secret_reference: 'none',
  unknown_tool: 'list_tools',
  ambiguous_tool: 'none',
  definition_changed: 'list_tools',
  unavailable: 'retry',
  rate_limited: 'retry',
  internal: 'none',
}

/** A refusal of the session's own. `what` says in a sentence what happened; that the call was not run is added here. */
export function ownRefusal(reason: OwnReason, what: string): Refusal & { readonly reason: OwnReason } {
  const refusal = { kind: 'refuse', reason, nextAction: NEXT_ACTION[reason], text: `${what} The call was not run.` } as const
  return reason === 'rate_limited' ? { ...refusal, retryAfterMs: 10_000 } : refusal
}
