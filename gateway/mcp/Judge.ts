import type { JsonObject } from '../../shared/json/index.ts'
import type { Invocation } from './Invocation.ts'
import type { MessageId } from './Message.ts'

/** A call as whoever judges it gets it. The same object stands for the call in everything that is said of it later. */
export interface ToolCall {
  readonly id: MessageId
  readonly serverId: string
  readonly tool: string
  readonly invocation: Invocation
  readonly invocationHash: string
  readonly definitionHash: string
  /** The tool's definition, byte for byte as the server listed it; annotations in it are claims of the server. */
  readonly definition: Uint8Array
  /** Whether the caller can be kept waiting with signs of life. */
  readonly hasProgressToken: boolean
  /** What the client says of itself; never to be trusted. */
  readonly meta: JsonObject | null
  /** Members of `params` that go upstream and that the invocation does not cover, such as `inputResponses`. */
  readonly otherParams: readonly string[]
}

export interface Refusal {
  readonly kind: 'refuse'
  readonly reason: string
  readonly challengeId?: string
  readonly nextAction: string
  readonly retryAfterMs?: number
  /** For the agent: what happened, what that means, what can be done. */
  readonly text: string
}

export type Verdict = { readonly kind: 'forward' } | Refusal

/** Why a call that nobody had judged yet will not run any more. */
export type Leaving = 'cancelled' | 'client_gone' | 'server_gone'

/** What became of a call that was forwarded. */
export type Outcome =
  | {
      readonly result: 'ok' | 'error'
      /** Length and hash of the server's `result` (or `error`), as it came. */
      readonly bytes: number
      readonly hash: string
      /** What the tool says of itself; false beside a JSON-RPC error, whose code is then given. */
      readonly isError: boolean
      readonly errorCode: number | null
      /** `input_required` or `task` mean that the tool is not done; null where the server names none. */
      readonly resultType: string | null
    }
  | { readonly result: 'unknown'; readonly why: string }

export interface DefinitionChange {
  readonly tool: string
  readonly from: string
  /** Null where the tool is no longer listed. */
  readonly to: string | null
}

/**
 * Who decides. `judge` may take as long as it likes; a call runs only if it answers `forward` while the caller still
 * waits, the server still runs and the tool is still defined as it was. A rejected promise is a refusal.
 */
export interface Judge {
  judge(call: ToolCall): Promise<Verdict>
  /** Asked right before the bytes are written, and answered at once: why the call may not run after all, or null. */
  lastLook(call: ToolCall): Refusal | null
  /** The call will never run, whatever `judge` answers from now on. Told once, and only before forwarding. */
  callerCancelled(call: ToolCall, why: Leaving): void
  /** `judge` said forward, and the call did not run after all; `reason` is the one that its caller was given. */
  blocked(call: ToolCall, reason: string): void
  /** Told just after the call's bytes were written to the server. */
  forwarded(call: ToolCall): void
  /** Told once for every forwarded call, also long after its caller has left. */
  outcome(call: ToolCall, outcome: Outcome): void
  /** Definitions differ from what was listed before. Held calls of these tools will be refused when released. */
  definitionsChanged(serverId: string, changes: readonly DefinitionChange[]): void
}

/** What an operator should hear of and nobody has to decide. */
export type SessionReport =
  | { readonly kind: 'frameRefused'; readonly from: 'client' | 'server'; readonly why: string }
  | { readonly kind: 'callDropped'; readonly why: 'sent_as_notification' }
  | { readonly kind: 'callRefused'; readonly tool: string; readonly reason: string }
  | { readonly kind: 'answerDropped'; readonly id: MessageId }
  | { readonly kind: 'serverEnded'; readonly how: string }
  /** A mistake of ours or of the judge; the call that it happened to was refused if it had not run. */
  | { readonly kind: 'fault'; readonly why: string }
