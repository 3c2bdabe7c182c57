import type { JsonNode } from '../../json/index.ts'

/** The value at a JSON pointer (RFC 6901), or null where there is none or the pointer is malformed. */
export function resolvePointer(root: JsonNode, pointer: string): JsonNode | null {
  if (pointer === '') return root
  if (!pointer.startsWith('/') || /~(?![01])/.test(pointer)) return null
  let node: JsonNode | undefined = root
  for (const segment of pointer.slice(1).split('/')) {
    node = childOf(node, segment.replaceAll('~1', '/').replaceAll('~0', '~'))
    if (node === undefined) return null
  }
  return node
}

/** A pointer one step longer. */
export const pointerTo = (parent: string, key: string | number) => `${parent}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`

/** The member of an object, or undefined. */
export function memberOf(node: JsonNode | null, key: string): JsonNode | undefined {
  return node?.kind === 'object' ? node.members.find((member) => member.key === key)?.value : undefined
}

function childOf(node: JsonNode, key: string): JsonNode | undefined {
  if (node.kind === 'array') return /^(?:0|[1-9][0-9]*)$/.test(key) ? node.items[Number(key)] : undefined
  return memberOf(node, key)
}
