import { encodeUtf8, printCanonicalJson, toJsonValue, type JsonNode } from '../../json/index.ts'
import { showText } from '../showText.ts'
import type { NotInspectable } from './FactsDocument.ts'
import { memberOf, resolvePointer } from './pointer.ts'
import { count } from './words.ts'

/** What an invocation has besides `injections` and `redactions` (protocol.md, P2). */
const MEMBERS = ['arguments', 'definition_hash', 'injections', 'redactions', 'server_id', 'tool']

/** The parts of an invocation that the renderers need; null where they are missing or of another type. */
export interface Invocation {
  readonly tool: string | null
  readonly args: JsonNode | null
  readonly notInspectable: readonly NotInspectable[]
}

/**
 * Reads the outer object of an invocation. Never fails: a shape that is not the one of the protocol, values that the
 * point hides and places that it fills in later become entries in `notInspectable`.
 * @param bytes what `root` was parsed from
 */
export function readInvocation(bytes: Uint8Array, root: JsonNode): Invocation {
  const tool = memberOf(root, 'tool')
  const args = memberOf(root, 'arguments')
  const isObject = args?.kind === 'object'
  return {
    tool: tool?.kind === 'string' ? tool.value : null,
    args: isObject ? args : null,
    notInspectable: [...shapeProblems(bytes, root), ...(isObject ? [...hiddenValues(root, args), ...injectedValues(root)] : [])],
  }
}

function shapeProblems(bytes: Uint8Array, root: JsonNode): NotInspectable[] {
  if (root.kind !== 'object') return [entry('bad_shape', 'This is no invocation: it is not an object.', '', root)]
  const problems: NotInspectable[] = []
  if (memberOf(root, 'tool')?.kind !== 'string') problems.push(entry('bad_shape', 'The name of the tool is missing.', '', root))
  if (memberOf(root, 'arguments')?.kind !== 'object') problems.push(entry('bad_shape', 'The arguments are missing or no object.', '', root))
  for (const { key, value } of root.members) {
    if (!MEMBERS.includes(key)) problems.push(entry('unknown_member', 'The invocation has a member that is not known here.', key, value))
  }
  if (!isCanonical(bytes, root)) problems.push(entry('not_canonical', 'The bytes are not in the canonical spelling of RFC 8785.', '', root))
  return problems
}

function isCanonical(bytes: Uint8Array, root: JsonNode): boolean {
  const canonical = encodeUtf8(printCanonicalJson(toJsonValue(root)))
  return canonical.length === bytes.length && canonical.every((byte, i) => byte === bytes[i])
}

/** Values that the point replaced by a commitment. Their pointers count from the root of the arguments. */
function hiddenValues(root: JsonNode, args: JsonNode): NotInspectable[] {
  return listOf(root, 'redactions').map((item) => {
    const pointer = pointerIn(item)
    const node = pointer === null ? null : resolvePointer(args, pointer)
    if (pointer === null || node === null) return entry('bad_redaction', 'A value is said to be hidden at a place that does not exist.', pointer ?? '', item)
    const size = memberOf(item, 'bytes')
    const length = size?.kind === 'number' ? ` of ${count(size.value, 'byte')}` : ''
    return entry('hidden_value', `The point hides a value${length} here. It was not shown to this console.`, pointer, node)
  })
}

/** Places that the point fills with a secret only when the call goes out. */
function injectedValues(root: JsonNode): NotInspectable[] {
  return listOf(root, 'injections').map((item) => {
    const pointer = pointerIn(item) ?? ''
    return entry('injected_value', 'The point adds a secret here when the call goes out.', pointer, item)
  })
}

function listOf(root: JsonNode, key: string): readonly JsonNode[] {
  const list = memberOf(root, key)
  if (list === undefined) return []
  return list.kind === 'array' ? list.items : [list]
}

function pointerIn(item: JsonNode): string | null {
  const pointer = item.kind === 'string' ? item : memberOf(item, 'pointer')
  return pointer?.kind === 'string' ? pointer.value : null
}

function entry(code: string, sentence: string, text: string, { start, end }: JsonNode): NotInspectable {
  return { code, sentence, text: showText(text).tokens, start, end }
}
