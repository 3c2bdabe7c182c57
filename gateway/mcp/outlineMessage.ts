import type { ByteSpan } from '../../shared/json/index.ts'
import type { MessageId } from './Message.ts'
import { itemsOf, membersOf, scalarAt, wholeValue, type SkimmedMember } from './skimJson.ts'

/** What a message is, without a look at what it says. */
export type Outline =
  | { readonly kind: 'request'; readonly id: MessageId; readonly method: string; readonly params: ByteSpan | null }
  | { readonly kind: 'notification'; readonly method: string; readonly params: ByteSpan | null }
  | { readonly kind: 'response'; readonly id: MessageId | null; readonly isError: boolean; readonly body: ByteSpan }
  | { readonly kind: 'batch'; readonly items: readonly ByteSpan[] }
  | { readonly kind: 'unreadable' }

/**
 * Tells what kind of message a frame is and finds its id. For frames that nothing is decided upon: those of the server,
 * which may hold numbers and depths that our strict parser refuses, and those that the shim copies. Never throws.
 */
export function outlineMessage(bytes: Uint8Array): Outline {
  const whole = wholeValue(bytes)
  if (whole === null) return UNREADABLE
  const members = membersOf(bytes, whole)
  if (members !== null) return outlineObject(bytes, members)
  const items = itemsOf(bytes, whole)
  return items === null ? UNREADABLE : { kind: 'batch', items }
}

function outlineObject(bytes: Uint8Array, members: readonly SkimmedMember[]): Outline {
  const spanOf = (name: string) => members.find(({ key }) => key === name)?.value ?? null
  const idSpan = spanOf('id')
  const id = idSpan === null ? null : scalarAt(bytes, idSpan)
  const isId = typeof id === 'string' || typeof id === 'number'
  const methodSpan = spanOf('method')
  if (methodSpan !== null) {
    const method = scalarAt(bytes, methodSpan)
    if (typeof method !== 'string') return UNREADABLE
    if (idSpan === null) return { kind: 'notification', method, params: spanOf('params') }
    return isId ? { kind: 'request', id, method, params: spanOf('params') } : UNREADABLE
  }
  const error = spanOf('error')
  const body = error ?? spanOf('result')
  if (body === null || (!isId && id !== null)) return UNREADABLE
  return { kind: 'response', id, isError: error !== null, body }
}

const UNREADABLE: Outline = { kind: 'unreadable' }
