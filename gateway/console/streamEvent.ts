import type { MessageId } from '../../shared/domain/index.ts'
import { printCanonicalJson, type JsonValue } from '../../shared/json/index.ts'
import { LIMITS, type PointBody } from '../../shared/protocol/index.ts'
import type { StoredEvent } from '../journal/ConsoleStreams.ts'
import type { Scope } from './visibility.ts'

/** In UTF-16 code units, of which none takes more than three bytes; around it comes the head of a frame. */
const MOST_BODY_LENGTH = Math.floor((LIMITS.frameBytes - 4_096) / 3)

/** What can happen in a stream. */
export type EventType = 'session.started' | 'session.updated' | 'session.ended' | 'agent.updated' | 'evaluation.recorded' | 'challenge.raised' | 'challenge.updated' | 'enforcement.recorded' | 'lock.engaged' | 'lock.released' | 'epoch.changed'

/** An event before it is cut to what one console may see. */
export interface StreamEvent {
  /** Of the frame, so that the same event is the same bytes whenever it is sent again. */
  readonly id: MessageId
  readonly type: EventType
  readonly body: PointBody<EventType>
  readonly scope: Scope
  readonly atMs: number
  /** The epoch at that moment: told in place of a control event that somebody may not see. */
  readonly epoch: number
}

export interface NumberedEvent extends StreamEvent {
  readonly seq: number
}

/**
 * A body as it is stored and sent.
 * @throws {RangeError} where it has no JSON or fits into no frame
 */
export function printBody(body: PointBody<EventType>): string {
  const text = printCanonicalJson(body as unknown as JsonValue)
  if (text.length > MOST_BODY_LENGTH) throw new RangeError(`It has ${text.length} characters`)
  return text
}

/** An event as it is kept, before it has a number. */
export const toStored = ({ id, type, scope, atMs, epoch }: StreamEvent, body: string): Omit<StoredEvent, 'seq'> => ({ id, atMs, type, body, scope: JSON.stringify(scope), epoch })

/** Our own rows, written by `toStored`. */
export const fromStored = ({ seq, id, atMs, type, body, scope, epoch }: StoredEvent): NumberedEvent => ({ seq, id: id as MessageId, atMs, type: type as EventType, body: JSON.parse(body) as PointBody<EventType>, scope: JSON.parse(scope) as Scope, epoch })
