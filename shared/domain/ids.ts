/** What an id can be of, with the prefix that it carries on the wire. */
export const ID_PREFIX = {
  point: 'pnt',
  console: 'con',
  stream: 'str',
  agent: 'agt',
  session: 'ses',
  evaluation: 'evl',
  challenge: 'chl',
  txn: 'txn',
  decision: 'dec',
  lock: 'lck',
  message: 'msg',
} as const
export type IdKind = keyof typeof ID_PREFIX

/** An opaque id: prefix, underscore, UUIDv7. Branded, so that a session's is never taken for an agent's. */
export type Id<K extends IdKind> = string & { readonly __id: K }

export type PointId = Id<'point'>
export type ConsoleId = Id<'console'>
export type StreamId = Id<'stream'>
export type AgentId = Id<'agent'>
export type SessionId = Id<'session'>
export type EvaluationId = Id<'evaluation'>
export type ChallengeId = Id<'challenge'>
export type TxnId = Id<'txn'>
export type DecisionId = Id<'decision'>
export type LockId = Id<'lock'>
export type MessageId = Id<'message'>

const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

/** Whether a text is an id of this kind, in its one spelling (lower case). */
export function isId<K extends IdKind>(kind: K, text: unknown): text is Id<K> {
  const prefix = ID_PREFIX[kind]
  return typeof text === 'string' && text.startsWith(prefix) && text[prefix.length] === '_' && UUID_V7.test(text.slice(prefix.length + 1))
}

/**
 * An id from a fresh UUIDv7.
 * @param uuid as `uuidV7` makes it; anything else is a mistake of the caller
 */
export function toId<K extends IdKind>(kind: K, uuid: string): Id<K> {
  const id = `${ID_PREFIX[kind]}_${uuid}`
  if (!isId(kind, id)) throw new RangeError(`${uuid} is not a UUID of version 7`)
  return id
}

/** Makes ids: the one source of them in a process, handed to whoever needs one. */
export type NewId = <K extends IdKind>(kind: K) => Id<K>
