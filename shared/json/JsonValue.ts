/** A JSON value in memory. Objects have no prototype, so that a member named `__proto__` is a member like any other. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject

export interface JsonObject {
  readonly [key: string]: JsonValue
}

/** Where something stands in the bytes: from `start` up to, but not including, `end`. */
export interface ByteSpan {
  readonly start: number
  readonly end: number
}

/** A parsed value together with its place, for whoever must cut out, underline or splice exact bytes. */
export type JsonNode =
  | (ByteSpan & { readonly kind: 'null' })
  | (ByteSpan & { readonly kind: 'boolean'; readonly value: boolean })
  | (ByteSpan & { readonly kind: 'number'; readonly value: number })
  | (ByteSpan & { readonly kind: 'string'; readonly value: string })
  | (ByteSpan & { readonly kind: 'array'; readonly items: readonly JsonNode[] })
  | (ByteSpan & { readonly kind: 'object'; readonly members: readonly JsonMember[] })

/** One member of an object, in the order of the bytes. */
export interface JsonMember {
  readonly key: string
  readonly keySpan: ByteSpan
  readonly value: JsonNode
}

/**
 * The plain value of a parsed node.
 * @param node as `parseJson` gave it
 */
export function toJsonValue(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'null':
      return null
    case 'array':
      return node.items.map(toJsonValue)
    case 'object': {
      const object: Record<string, JsonValue> = Object.create(null)
      for (const { key, value } of node.members) object[key] = toJsonValue(value)
      return object
    }
    default:
      return node.value
  }
}
