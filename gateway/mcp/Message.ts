import type { ByteSpan, JsonNode } from '../../shared/json/index.ts'
import { MAX_ID_LENGTH } from './limits.ts'

/** The id of a request. MCP forbids null; fractions are allowed, as JSON-RPC does. */
export type MessageId = string | number

/** The codes that JSON-RPC gives to traffic that is not well formed. */
export const PARSE_ERROR = -32_700
export const INVALID_REQUEST = -32_600
export const INVALID_PARAMS = -32_602

/** A client's message as the strict parser read it. All spans count from the start of the frame. */
export type Message =
  | RequestMessage
  | { readonly kind: 'notification'; readonly method: string; readonly params: JsonNode | null }
  | { readonly kind: 'response'; readonly id: MessageId | null }
  | { readonly kind: 'batch'; /** Of the requests in it whose id could be read. */ readonly ids: readonly MessageId[] }
  | MalformedMessage

export interface RequestMessage {
  readonly kind: 'request'
  readonly id: MessageId
  readonly idSpan: ByteSpan
  readonly method: string
  readonly params: JsonNode | null
}

export interface MalformedMessage {
  readonly kind: 'malformed'
  /** Null where no id could be read, or where the message is no request, so that nobody waits for an answer. */
  readonly id: MessageId | null
  readonly code: number
  /** One sentence for whoever sent it. */
  readonly why: string
}

/** Whether an id may be kept and said again. */
export const isShortId = (id: MessageId): boolean => typeof id === 'number' || id.length <= MAX_ID_LENGTH

/** One key for one id: `1`, `1.0` and `1e0` are the same id, `"1"` is another. */
export function keyOfId(id: MessageId): string {
  return `${typeof id}:${id}`
}
