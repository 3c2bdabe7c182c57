import { isSameActor } from '../../shared/domain/index.ts'
import { printTime, type ChallengeRecord, type Evaluation, type PointBody } from '../../shared/protocol/index.ts'
import type { EventType, StreamEvent } from './EventStreams.ts'
import { mayReadCalls, maySee, recordFor, withoutCall, type Viewer } from './visibility.ts'

export interface Shown {
  readonly type: EventType
  readonly body: PointBody<EventType>
}

/** An event as one person may see it, or null where it is not for them. The same event is shown the same each time. */
export function showEvent({ type, body, scope }: StreamEvent, viewer: Viewer): Shown | null {
  if (!maySee(viewer, scope)) return null
  switch (type) {
    case 'challenge.raised':
    case 'challenge.updated': {
      const own = scope.of === 'everybody' ? [] : (scope.own?.find(({ reviewer }) => isSameActor(reviewer, viewer.person))?.ids ?? [])
      return { type, body: recordFor(body as ChallengeRecord, own) }
    }
    case 'evaluation.recorded':
      return { type, body: mayReadCalls(viewer, scope) ? body : withoutCall(body as Evaluation) }
    default:
      return { type, body }
  }
}

/**
 * What takes the place of a control event that this console may not see: its number must not be missing, and the epoch
 * of that moment says nothing that every ping does not say.
 */
export const inPlaceOf = ({ epoch, atMs }: StreamEvent): Shown => ({ type: 'epoch.changed', body: { epoch, at: printTime(atMs) } })
