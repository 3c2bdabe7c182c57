import { MAX_NAME_LENGTH } from './limits.ts'
import type { MessageId } from './Message.ts'
import { outlineMessage } from './outlineMessage.ts'
import { itemsOf, membersOf, scalarAt, type SkimmedMember } from './skimJson.ts'

/** One page of a server's tools. */
export interface ToolPage {
  readonly tools: readonly ListedTool[]
  /** The cursor of the next page; null on the last one. */
  readonly nextCursor: string | null
}

export interface ListedTool {
  readonly name: string
  /** The whole definition, byte for byte as listed. */
  readonly definition: Uint8Array
}

/**
 * Reads the answer to a `tools/list`. Definitions are cut out as bytes and not understood, because schemas hold numbers
 * that no strict parser takes (the largest of 64 bits, for one), and because the hash is over what was listed.
 * @param frame an answer of the server, whole
 * @returns null where it is an error or cannot be read; then nothing about its tools is known
 */
export function readToolList(frame: Uint8Array): ToolPage | null {
  const outline = outlineMessage(frame)
  if (outline.kind !== 'response' || outline.isError) return null
  const result = membersOf(frame, outline.body)
  const list = spanOf(result, 'tools')
  const items = list === null ? null : itemsOf(frame, list)
  if (items === null) return null
  const cursorSpan = spanOf(result, 'nextCursor')
  const cursor = cursorSpan === null ? null : scalarAt(frame, cursorSpan)
  if (cursor !== null && typeof cursor !== 'string') return null

  const tools: ListedTool[] = []
  for (const item of items) {
    const nameSpan = spanOf(membersOf(frame, item), 'name')
    const name = nameSpan === null ? undefined : scalarAt(frame, nameSpan)
    // A definition whose name cannot be told is one that nobody can call by name. So is one whose name nobody could read.
    if (typeof name === 'string' && name.length <= MAX_NAME_LENGTH) tools.push({ name, definition: frame.slice(item.start, item.end) })
  }
  return { tools, nextCursor: cursor }
}

/** Whether the params of a `tools/list` ask for the first page. */
export function asksFirstPage(frame: Uint8Array): boolean {
  const outline = outlineMessage(frame)
  if (outline.kind !== 'request') return false
  if (outline.params === null) return true
  const params = membersOf(frame, outline.params)
  return params !== null && spanOf(params, 'cursor') === null
}

/** What is needed of a listing request to judge its answer later. */
export interface ListRequest {
  readonly id: MessageId
  readonly isFirstPage: boolean
}

function spanOf(members: readonly SkimmedMember[] | null, name: string) {
  return members?.find(({ key }) => key === name)?.value ?? null
}
