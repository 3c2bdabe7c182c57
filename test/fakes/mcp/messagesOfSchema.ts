/** As much of JSON Schema as the schemas of MCP need. */
export interface Schema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly definitions?: Readonly<Record<string, Schema>>
  readonly $defs?: Readonly<Record<string, Schema>>
}

type Message = { readonly jsonrpc: string; readonly method?: string; readonly id?: string }

/** One message of each kind that a schema names by its method, with every member that has a simple value. */
export function messagesOfSchema(root: Schema): readonly Message[] {
  const definitions = root.$defs ?? root.definitions ?? {}
  return Object.entries(definitions).flatMap(([name, definition]) => {
    const method = definition.properties?.['method']?.const
    if (typeof method !== 'string') return []
    const body = valueOf(definition, definitions, 0) as object
    return [{ ...(name.endsWith('Notification') ? {} : { id: 'msg-1' }), ...body, jsonrpc: '2.0', method }]
  })
}

function valueOf(schema: Schema, definitions: Readonly<Record<string, Schema>>, depth: number): unknown {
  if (schema.$ref !== undefined) return valueOf(definitions[schema.$ref.split('/').at(-1) ?? ''] ?? {}, definitions, depth)
  if (schema.const !== undefined) return schema.const
  if (schema.enum !== undefined) return schema.enum[0]
  const inner = schema.anyOf?.[0] ?? schema.allOf?.[0]
  if (inner !== undefined) return valueOf(inner, definitions, depth)
  const type = typeof schema.type === 'string' ? schema.type : (schema.type?.[0] ?? 'object')
  switch (type) {
    case 'string':
      return 'text \u00e4'
    case 'integer':
    case 'number':
      return 7
    case 'boolean':
      return true
    case 'null':
      return null
    case 'array':
      return schema.items === undefined || depth > 6 ? [] : [valueOf(schema.items, definitions, depth + 1)]
    default:
      return objectOf(schema, definitions, depth)
  }
}

function objectOf(schema: Schema, definitions: Readonly<Record<string, Schema>>, depth: number): object {
  // Deep down only what must be there, because schemas refer to themselves.
  const names = Object.keys(schema.properties ?? {}).filter((name) => depth < 3 || schema.required?.includes(name))
  return Object.fromEntries(names.map((name) => [name, valueOf(schema.properties?.[name] ?? {}, definitions, depth + 1)]))
}
