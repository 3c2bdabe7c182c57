import { parseJson, toJsonValue, type ByteSpan, type JsonNode, type JsonObject } from '../../shared/json/index.ts'
import { MAX_CALL_VALUES, MAX_NAME_LENGTH } from './limits.ts'
import { findLookAlike, findTwins } from './lookAlike.ts'
import { isShortId, type MessageId, type RequestMessage } from './Message.ts'

/** The request `tools/call` with the places of all that is spliced or judged. Spans count from the start of the frame. */
export interface ToolCallRequest {
  readonly kind: 'call'
  readonly id: MessageId
  readonly frame: Uint8Array
  readonly tool: string
  readonly nameSpan: ByteSpan
  readonly paramsSpan: ByteSpan
  /** Null where the caller left the arguments out. */
  readonly argumentsSpan: ByteSpan | null
  readonly progressToken: MessageId | null
  /** What the client says of itself; never to be trusted. Null where it says nothing. */
  readonly meta: JsonObject | null
  /** The 2026-07-28 revision names itself in every request; the older ones do it once, in `initialize`. */
  readonly isModern: boolean
  /** Members of `params` that the invocation does not cover, such as `inputResponses` or `task`. */
  readonly otherParams: readonly string[]
}

const COVERED = ['name', 'arguments', '_meta']
const NO_ARGUMENTS: JsonObject = Object.freeze(Object.create(null))

/**
 * Reads the params of a `tools/call`.
 * @param frame the bytes that `request` was read from
 * @returns the call, or why these are no params of a call
 */
export function readToolCall(frame: Uint8Array, { id, params }: RequestMessage): ToolCallRequest | { readonly kind: 'invalid'; readonly why: string } {
  if (params?.kind !== 'object') return invalid('The params of a call must be an object.')
  if (holdsMoreThan(params, MAX_CALL_VALUES)) return invalid(`The params of a call may hold ${MAX_CALL_VALUES} values.`)
  const lookAlike = findLookAlike(params.members, COVERED)
  if (lookAlike !== null) return invalid(`The parameter ${JSON.stringify(lookAlike)} can be taken for another.`)
  const node = (name: string) => params.members.find(({ key }) => key === name)?.value
  const name = node('name')
  const args = node('arguments')
  if (name?.kind !== 'string') return invalid('The name of the tool must be a string.')
  if (name.value.length > MAX_NAME_LENGTH) return invalid(`The name of a tool may have ${MAX_NAME_LENGTH} characters.`)
  if (args !== undefined && args.kind !== 'object') return invalid('The arguments must be an object.')
  const twins = findTwins(args?.members ?? [])
  if (twins !== null) return invalid(`The arguments ${JSON.stringify(twins[0])} and ${JSON.stringify(twins[1])} can be taken for each other.`)

  const meta = objectOf(node('_meta'))
  const token = meta?.['progressToken']
  return {
    kind: 'call',
    id,
    frame,
    tool: name.value,
    nameSpan: { start: name.start, end: name.end },
    paramsSpan: { start: params.start, end: params.end },
    argumentsSpan: args === undefined ? null : { start: args.start, end: args.end },
    progressToken: (typeof token === 'string' || typeof token === 'number') && isShortId(token) ? token : null,
    meta,
    isModern: meta?.['io.modelcontextprotocol/protocolVersion'] !== undefined,
    otherParams: params.members.map(({ key }) => key).filter((key) => !COVERED.includes(key)),
  }
}

/** The arguments of a call, read anew: what a parser makes of bytes is many times as large, and a call may wait long. */
export function argumentsOf({ frame, argumentsSpan }: Pick<ToolCallRequest, 'frame' | 'argumentsSpan'>): JsonObject {
  if (argumentsSpan === null) return NO_ARGUMENTS
  return toJsonValue(parseJson(frame.subarray(argumentsSpan.start, argumentsSpan.end))) as JsonObject
}

function holdsMoreThan(root: JsonNode, most: number): boolean {
  let left = most
  const isTooMuch = (node: JsonNode): boolean => {
    if (--left < 0) return true
    if (node.kind === 'array') return node.items.some(isTooMuch)
    return node.kind === 'object' && node.members.some(({ value }) => isTooMuch(value))
  }
  return isTooMuch(root)
}

function objectOf(node: JsonNode | undefined): JsonObject | null {
  // An object node always becomes an object.
  return node?.kind === 'object' ? (toJsonValue(node) as JsonObject) : null
}

function invalid(why: string): { readonly kind: 'invalid'; readonly why: string } {
  return { kind: 'invalid', why }
}
