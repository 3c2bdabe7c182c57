import type { JsonObject, JsonValue } from '../../shared/json/index.ts'
import { makeInvocation as makeBytes, type Invocation } from '../../shared/protocol/index.ts'

export type { Invocation } from '../../shared/protocol/index.ts'

export interface InvocationRequest {
  readonly args: JsonObject
  readonly definitionHash: string
  readonly serverId: string
  readonly tool: string
}

/** Why there is no invocation: the arguments reach for a secret. A denial and a signal, never to be repaired. */
export interface InvocationRefusal {
  readonly kind: 'refused'
  readonly reason: 'secret_reference'
  readonly why: string
}

/**
 * Makes the invocation of a call without hidden or injected values.
 * @returns the bytes, or a refusal where a key begins with `$redacted` or `$secret` or a text holds `${secret:`
 * @throws {RangeError} where an argument has no canonical spelling, which the strict parser does not let come about
 */
export function makeInvocation({ args, definitionHash, serverId, tool }: InvocationRequest): { readonly kind: 'made'; readonly invocation: Invocation } | InvocationRefusal {
  const why = findSecretReference(args)
  if (why !== null) return { kind: 'refused', reason: 'secret_reference', why }
  return { kind: 'made', invocation: makeBytes({ serverId, tool, definitionHash, arguments: args, injections: [], redactions: [] }) }
}

/** The canonical arguments of an invocation, as a view of its bytes. */
export function argumentBytesOf({ bytes, argumentsSpan }: Invocation): Uint8Array {
  return bytes.subarray(argumentsSpan.start, argumentsSpan.end)
}

function findSecretReference(value: JsonValue): string | null {
  if (typeof value === 'string') return holdsReference(value) ? 'A text in the arguments refers to a secret.' : null
  if (typeof value !== 'object' || value === null) return null
  for (const [key, inner] of Object.entries(value)) {
    if (key.startsWith('$redacted') || key.startsWith('$secret')) return 'A key in the arguments is one that only the gateway may write.'
    const why = holdsReference(key) ? 'A key in the arguments refers to a secret.' : findSecretReference(inner)
    if (why !== null) return why
  }
  return null
}

const holdsReference = (text: string) => text.includes('${secret:')
