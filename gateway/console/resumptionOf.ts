import type { ConsoleBody, PointBody } from '../../shared/protocol/index.ts'
import type { EventStreams } from './EventStreams.ts'
import type { StreamName } from './Outflow.ts'

type Answer = PointBody<'attached'>['control']

/** How both streams go on after an attach, and from which numbers. */
export interface Resumption {
  readonly from: Readonly<Record<StreamName, number>>
  readonly control: Answer
  readonly telemetry: Answer
}

/**
 * Goes on exactly where a console stands, if everything of control after that is still held; else both streams are reset
 * and a snapshot follows. So they are for a console that sees with other eyes than before. Telemetry that fell out is a gap, and no reason for a reset.
 */
export function resumptionOf(streams: EventStreams, resume: NonNullable<ConsoleBody<'attach'>['resume']> | null, isOtherView: boolean): Resumption {
  const { head } = streams
  const reason = resume === null ? 'a first attachment' : isOtherView ? 'what this console may see has changed' : whyNot(streams, resume)
  if (resume === null || reason !== null) {
    const answer: Answer = { outcome: 'reset', reason: reason ?? '', stream_id: head.streamId }
    return { from: { control: head.control, telemetry: head.telemetry }, control: answer, telemetry: answer }
  }
  const { control, telemetry } = resume
  return { from: { control, telemetry }, control: { outcome: 'resumed', from: control + 1, to: head.control }, telemetry: { outcome: 'resumed', from: telemetry + 1, to: head.telemetry } }
}

function whyNot(streams: EventStreams, { stream_id, control, telemetry }: NonNullable<ConsoleBody<'attach'>['resume']>): string | null {
  const { head } = streams
  if (stream_id !== head.streamId) return 'another stream'
  if (control > head.control || telemetry > head.telemetry) return 'the console is ahead of this stream'
  return streams.holdsAfter(control) ? null : 'too long ago'
}
