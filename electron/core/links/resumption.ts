import type { StreamId } from '../../../shared/domain/index.ts'
import { plainText } from '../../../shared/display/index.ts'
import type { PointBody } from '../../../shared/protocol/index.ts'
import type { ResumePoint } from './ports.ts'
import type { StreamName } from './StreamMemory.ts'

/** How the streams go on after an attach. */
export type Resumption =
  | { readonly status: 'resumed' }
  /** A snapshot follows, and the streams that were reset go on from it. */
  | { readonly status: 'reset'; readonly streamId: StreamId; readonly isReset: Readonly<Record<StreamName, boolean>>; readonly lost: { readonly reason: string } | null }
  /** The answer contradicts itself or what was asked. */
  | { readonly status: 'refused'; readonly reason: string }

type Answer = PointBody<'attached'>['control']

/** Reads what the point says of both streams, beside where this console stands in them. */
export function resumptionOf({ control, telemetry }: PointBody<'attached'>, at: ResumePoint | null): Resumption {
  const resets = [control, telemetry].flatMap((answer) => (answer.outcome === 'reset' ? [answer.stream_id] : []))
  if (resumesTooLate(control, at?.control) || resumesTooLate(telemetry, at?.telemetry)) return refuse('it resumes a stream behind where this console stands')
  const [streamId] = resets
  if (streamId === undefined) return { status: 'resumed' }
  if (resets.some((other) => other !== streamId)) return refuse('it resets two streams under two names')
  if (resets.length === 1 && at?.streamId !== streamId) return refuse('it resumes one stream and gives the other a new name')
  return {
    status: 'reset',
    streamId,
    isReset: { control: control.outcome === 'reset', telemetry: telemetry.outcome === 'reset' },
    lost: control.outcome === 'reset' && at !== null ? { reason: `Events after number ${at.control} of ${at.streamId} are not to be had any more; the point says: ${plainText(control.reason)}` } : null,
  }
}

/** Where the streams stand after a snapshot: those that were reset where it says, the others where they stood. */
export function placeAfter({ isReset }: Extract<Resumption, { status: 'reset' }>, before: ResumePoint | null, asOf: Readonly<Record<StreamName, number>>): Readonly<Record<StreamName, number>> {
  const placeOf = (stream: StreamName) => (isReset[stream] ? asOf[stream] : (before?.[stream] ?? 0))
  return { control: placeOf('control'), telemetry: placeOf('telemetry') }
}

const resumesTooLate = (answer: Answer, reached: number | undefined) => answer.outcome === 'resumed' && (reached === undefined || answer.from > reached + 1)
const refuse = (reason: string): Resumption => ({ status: 'refused', reason })
