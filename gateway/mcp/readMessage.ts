import { JsonError, parseJson, type JsonMember, type JsonNode } from '../../shared/json/index.ts'
import { findLookAlike, foldName } from './lookAlike.ts'
import { MAX_ID_LENGTH, MAX_VALUES } from './limits.ts'
import { INVALID_REQUEST, isShortId, PARSE_ERROR, type MalformedMessage, type Message, type MessageId } from './Message.ts'
import { outlineMessage } from './outlineMessage.ts'

/** Ids that begin so are the session's own; a client may not use them. */
export const OWN_ID_PREFIX = 'dev.countersign/'

const NAMES = ['jsonrpc', 'id', 'method', 'params', 'result', 'error']
const CARRIAGE_RETURN = 0x0d

/**
 * Reads one frame of a client strictly. Whatever two readers could take for two different messages is malformed: equal
 * keys, keys that differ only in case, a carriage return inside the frame, a method beside a result.
 * @param bytes one frame without its line feed
 * @returns the message; never throws, whatever the bytes are
 */
export function readMessage(bytes: Uint8Array): Message {
  const lineEnd = bytes.indexOf(CARRIAGE_RETURN)
  // Python reads lines with universal newlines: to it, what stands after a carriage return is a message of its own.
  if (lineEnd !== -1 && lineEnd !== bytes.length - 1) return unparsable(bytes, `A message must stand on one line, and a carriage return stands at byte ${lineEnd}.`)
  const root = parse(bytes)
  if (typeof root === 'string') return unparsable(bytes, root)
  if (root.kind === 'array') return { kind: 'batch', ids: root.items.flatMap(requestIdIn) }
  return root.kind === 'object' ? readObject(root.members) : malformed(null, 'A message must be a JSON object.')
}

/** The root, or why there is none. Also what is no JsonError is an answer here, so that no frame can end the point. */
function parse(bytes: Uint8Array): JsonNode | string {
  try {
    return parseJson(bytes, MAX_VALUES)
  } catch (fault) {
    return fault instanceof JsonError ? `${fault.message}.` : 'The message could not be read.'
  }
}

function readObject(members: readonly JsonMember[]): Message {
  const node = (name: string) => members.find(({ key }) => key === name)?.value
  const idNode = node('id')
  const id = idOf(idNode)
  const methodNode = node('method')
  const isResponse = methodNode === undefined
  const answerTo = isResponse ? null : id

  const lookAlike = findLookAlike(members, NAMES)
  if (lookAlike !== null) return malformed(answerTo, `The member ${JSON.stringify(lookAlike)} can be taken for "${foldName(lookAlike)}".`)
  const version = node('jsonrpc')
  if (version?.kind !== 'string' || version.value !== '2.0') return malformed(answerTo, 'The member "jsonrpc" must be "2.0".')
  const hasAnswer = node('result') !== undefined || node('error') !== undefined
  if (isResponse) return hasAnswer ? { kind: 'response', id } : malformed(null, 'A message needs a method, a result or an error.')
  if (hasAnswer) return malformed(answerTo, 'A message is a request or a response, not both.')

  if (methodNode.kind !== 'string') return malformed(answerTo, 'The method must be a string.')
  const method = methodNode.value
  if (method !== 'tools/call' && foldName(method) === 'tools/call') return malformed(answerTo, 'The method can be taken for "tools/call".')
  const params = node('params') ?? null
  if (idNode === undefined) return { kind: 'notification', method, params }
  if (id === null) return malformed(null, 'An id must be a string or a number.')
  if (!isShortId(id)) return malformed(null, `An id may have ${MAX_ID_LENGTH} characters.`)
  if (typeof id === 'string' && id.startsWith(OWN_ID_PREFIX)) return malformed(id, `Ids that begin with "${OWN_ID_PREFIX}" are reserved.`)
  return { kind: 'request', id, idSpan: { start: idNode.start, end: idNode.end }, method, params }
}

function idOf(node: JsonNode | undefined): MessageId | null {
  return node?.kind === 'string' || node?.kind === 'number' ? node.value : null
}

function requestIdIn(item: JsonNode): readonly MessageId[] {
  const message = item.kind === 'object' ? readObject(item.members) : null
  const id = message?.kind === 'request' || message?.kind === 'malformed' ? message.id : null
  return id === null ? [] : [id]
}

function malformed(id: MessageId | null, why: string): MalformedMessage {
  return { kind: 'malformed', id, code: INVALID_REQUEST, why }
}

/** The id of a request may be readable where the request is not, and then its sender need not wait in vain. */
function unparsable(bytes: Uint8Array, why: string): MalformedMessage {
  const outline = outlineMessage(bytes)
  return { kind: 'malformed', id: outline.kind === 'request' ? outline.id : null, code: PARSE_ERROR, why }
}
