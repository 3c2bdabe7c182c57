import { encodeUtf8, printCanonicalJson, type JsonObject, type JsonValue } from '../../shared/json/index.ts'
import type { Refusal } from './Judge.ts'
import type { MessageId } from './Message.ts'

/** The one key under which a refusal explains itself to programs (protocol, P8). */
export const DENIAL_KEY = 'dev.countersign/denial'
/** For requests that cannot be answered because the server is gone; outside the range that JSON-RPC keeps for itself. */
export const SERVER_GONE = -31_001

/** What the 2026-07-28 revision wants in the `_meta` of every request. */
const REQUEST_META = ['io.modelcontextprotocol/protocolVersion', 'io.modelcontextprotocol/clientInfo', 'io.modelcontextprotocol/clientCapabilities']

/** A JSON-RPC error. Without an id where none could be read, or where the id is that of another request. */
export function errorFrame(id: MessageId | null, code: number, message: string): Uint8Array {
  return frameOf({ id, jsonrpc: '2.0', error: { code, message: wellFormed(message) } })
}

/** Several JSON-RPC errors as one frame, as the answer to a batch has to be. */
export function errorBatchFrame(ids: readonly MessageId[], code: number, message: string): Uint8Array {
  return frameOf(ids.map((id) => ({ id, jsonrpc: '2.0', error: { code, message: wellFormed(message) } })))
}

/** A refusal as the caller sees it: the result of its call, marked as an error, with the reason in words and for programs. */
export function refusalFrame({ id, isModern }: { readonly id: MessageId; readonly isModern: boolean }, refusal: Refusal): Uint8Array {
  const denial: Record<string, JsonValue> = { reason: refusal.reason, next_action: refusal.nextAction }
  if (refusal.challengeId !== undefined) denial['challenge_id'] = refusal.challengeId
  if (refusal.retryAfterMs !== undefined) denial['retry_after_ms'] = refusal.retryAfterMs
  return frameOf({ id, jsonrpc: '2.0', result: { ...failedResult(refusal.text, isModern), _meta: { [DENIAL_KEY]: denial } } })
}

/** The result of a call that was forwarded and of which nobody can say what became of it. No refusal: it may have run. */
export function lostResultFrame({ id, isModern }: { readonly id: MessageId; readonly isModern: boolean }, text: string): Uint8Array {
  return frameOf({ id, jsonrpc: '2.0', result: failedResult(text, isModern) })
}

/** A sign of life for a held call. */
export function progressFrame(progressToken: MessageId, progress: number, message: string): Uint8Array {
  return frameOf({ jsonrpc: '2.0', method: 'notifications/progress', params: { message, progress, progressToken } })
}

/** Asks the server to give up a request. */
export function cancelFrame(requestId: MessageId, reason: string): Uint8Array {
  return frameOf({ jsonrpc: '2.0', method: 'notifications/cancelled', params: { reason, requestId } })
}

/** A `tools/list` of our own; `meta` is that of the call it is made for, of which the newer revision needs three members. */
export function listFrame(id: string, cursor: string | null, meta: JsonObject | null): Uint8Array {
  const params: Record<string, JsonValue> = cursor === null ? {} : { cursor }
  const wanted = REQUEST_META.flatMap((key): [string, JsonValue][] => (meta?.[key] === undefined ? [] : [[key, meta[key]]]))
  if (wanted.length > 0) params['_meta'] = Object.fromEntries(wanted)
  return frameOf({ id, jsonrpc: '2.0', method: 'tools/list', params })
}

function failedResult(text: string, isModern: boolean): JsonObject {
  const result = { content: [{ text: wellFormed(text), type: 'text' }], isError: true }
  return isModern ? { ...result, resultType: 'complete' } : result
}

const frameOf = (value: JsonValue) => encodeUtf8(printCanonicalJson(value))

/** A refusal must reach its caller even where a reviewer's words hold half a character. */
const wellFormed = (text: string) => text.replace(/\p{Surrogate}/gu, '\ufffd')
