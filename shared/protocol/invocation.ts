import { encodeUtf8, printCanonicalJson, type JsonObject } from '../json/index.ts'

/** What one invocation is made of, after hiding. */
export interface InvocationParts {
  readonly serverId: string
  readonly tool: string
  readonly definitionHash: string
  readonly arguments: JsonObject
  /** Pointers of injected values, which are absent from the arguments. */
  readonly injections: readonly string[]
  /** Pointers of hidden values, in whose place stands a commitment. */
  readonly redactions: readonly string[]
}

/** The one byte string that is hashed, shown, signed and forwarded, and where in it the arguments stand. */
export interface Invocation {
  readonly bytes: Uint8Array
  readonly argumentsSpan: { readonly start: number; readonly end: number }
}

/**
 * Makes the invocation: JCS({arguments, definition_hash, injections, redactions, server_id, tool}). `arguments` sorts
 * first, so its bytes begin right after the first key.
 * @throws {RangeError} for arguments that have no canonical JSON
 */
export function makeInvocation(parts: InvocationParts): Invocation {
  const printed = encodeUtf8(printCanonicalJson(parts.arguments))
  const rest = encodeUtf8(printCanonicalJson({
    definition_hash: parts.definitionHash,
    injections: [...parts.injections].sort(),
    redactions: [...parts.redactions].sort(),
    server_id: parts.serverId,
    tool: parts.tool,
  }))
  const head = encodeUtf8('{"arguments":')
  const bytes = new Uint8Array(head.length + printed.length + rest.length)
  bytes.set(head)
  bytes.set(printed, head.length)
  bytes.set(rest, head.length + printed.length)
  // The comma takes the place of the brace that opened the rest.
  bytes[head.length + printed.length] = ','.charCodeAt(0)
  return { bytes, argumentsSpan: { start: head.length, end: head.length + printed.length } }
}
