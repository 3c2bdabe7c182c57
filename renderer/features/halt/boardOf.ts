import type { Segment, StopView } from '../../../shared/ipc/views.ts'
import { countOf, counted } from '../../components/numbers.ts'

/** How far a stop, or the release of one, has come. Only a verified receipt counts as confirmed. */
export interface Board {
  readonly segments: readonly Segment[]
  readonly confirmed: number
  readonly total: number
  /** Of the points that confirmed: how long after the order was sent, in milliseconds. */
  readonly medianMs: number | null
  readonly slowestMs: number | null
  readonly sessionsStopped: number
  /** `2 of 3 points confirmed`. Never a word that sounds finished while one is missing. */
  readonly headline: string
  /** What is certain and what is not, as `No further calls. 1 call may still finish.` */
  readonly calls: string
  /** What of the points that have not confirmed, or null where all have. */
  readonly missing: string | null
  /** Why its release did not come to be, or null. The stop holds, and another release can be asked for. */
  readonly refusedRelease: string | null
}

/** The board of a stop; of its release, while one is on the way or has ended it. */
export function boardOf(stop: StopView): Board {
  const release = endingOf(stop)
  const segments = worstFirst(release === null || release.segments.length === 0 ? stop.segments : release.segments)
  const confirmed = segments.filter(({ delivery }) => delivery === 'confirmed')
  const times = confirmed.flatMap((segment) => afterMs(segment) ?? []).sort((a, b) => a - b)
  return {
    segments,
    confirmed: confirmed.length,
    total: segments.length,
    medianMs: times[Math.floor((times.length - 1) / 2)] ?? null,
    slowestMs: times.at(-1) ?? null,
    sessionsStopped: stop.segments.reduce((sum, segment) => sum + segment.sessionsStopped, 0),
    headline: `${countOf(confirmed.length)} of ${counted(segments.length, 'point')} confirmed`,
    calls: callsOf(stop),
    missing: missingOf(segments),
    refusedRelease: release === null && stop.release !== null ? (stop.release.segments.find(({ delivery }) => delivery === 'refused')?.sentence ?? null) : null,
  }
}

/** The release that ends a stop or has ended it. One that every point refused is none: the stop holds as before. */
export const endingOf = ({ release, state }: StopView): StopView['release'] => (state === 'releasing' || state === 'released' ? release : null)

/** Whether a person may ask for the release of a stop. What keeps it from being granted stands in its sheet. */
export const canBeReleased = ({ state }: StopView): boolean => state === 'stopping' || state === 'stopped'

/** How long a point took from the sending of the order to its receipt, in milliseconds; null until it has confirmed. */
export function afterMs({ sentAtMs, confirmedAtMs }: Segment): number | null {
  return sentAtMs === null || confirmedAtMs === null ? null : Math.max(0, confirmedAtMs - sentAtMs)
}

const ORDER: Readonly<Record<Segment['delivery'], number>> = { refused: 0, not_confirmed: 1, sending: 2, confirmed: 3 }

/** What is missing stands first: it is what a person has to act upon. */
function worstFirst(segments: readonly Segment[]): readonly Segment[] {
  return [...segments].sort((a, b) => ORDER[a.delivery] - ORDER[b.delivery] || (a.pointName < b.pointName ? -1 : 1))
}

function callsOf(stop: StopView): string {
  if (endingOf(stop) !== null) return stop.state === 'released' ? 'What it stopped may run again. Approvals from before the stop stay void.' : 'Calls stay stopped at every point that has not confirmed the release.'
  if (stop.segments.length === 0) return 'No point has this order, so nothing is stopped by it.'
  if (stop.state === 'refused') return 'Every point refused this order, so nothing is stopped by it.'
  if (stop.segments.some(({ releasedAtMs }) => releasedAtMs !== null)) return 'Calls run again where a point has released it. Elsewhere no further calls where a point has confirmed.'
  if (stop.segments.some(({ delivery }) => delivery !== 'confirmed')) return 'No further calls where a point has confirmed. Where none has, calls may still run.'
  const stays = stop.segments.reduce((sum, segment) => sum + segment.inflightUnabortable, 0)
  const further = stop.effect === 'pause' ? 'No further calls: they are held.' : 'No further calls.'
  return stays === 0 ? `${further} No call is left that could still finish.` : `${further} ${counted(stays, 'call')} may still finish.`
}

function missingOf(segments: readonly Segment[]): string | null {
  const refused = segments.filter(({ delivery }) => delivery === 'refused').length
  const silent = segments.filter(({ delivery }) => delivery === 'not_confirmed').length
  const sending = segments.filter(({ delivery }) => delivery === 'sending').length
  const parts = [
    refused > 0 && `${counted(refused, 'point')} refused the order; the reason stands beside it.`,
    silent > 0 && `${counted(silent, 'point')} ${silent === 1 ? 'has' : 'have'} not confirmed. The order is sent again until ${silent === 1 ? 'it answers' : 'they answer'}, before anything else. Challenges there expire, and expiry is a denial.`,
    sending > 0 && `${counted(sending, 'point')} ${sending === 1 ? 'has' : 'have'} the order on the way.`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? null : parts.join(' ')
}

/** The words of a segment. There are three states, and a refusal by the point itself. */
export const SEGMENT_WORDS: Readonly<Record<Segment['delivery'], string>> = { sending: 'Sending', confirmed: 'Confirmed', not_confirmed: 'Not confirmed', refused: 'Refused' }

/** The chip of a stop in the history and over the board. */
export function chipOf({ state, effect }: StopView): { readonly word: string; readonly isStopped: boolean } {
  if (state === 'released') return { word: 'Reinstated', isStopped: false }
  if (state === 'releasing') return { word: 'Reinstating', isStopped: true }
  if (state === 'refused') return { word: effect === 'pause' ? 'Pause refused' : 'Stop refused', isStopped: false }
  if (state === 'stopping') return { word: effect === 'pause' ? 'Pause in progress' : 'Stop in progress', isStopped: true }
  return { word: effect === 'pause' ? 'Paused' : 'Stopped', isStopped: true }
}

/** The stops with the newest order first. The first of them is on the board. */
export const newestFirst = (stops: readonly StopView[]): readonly StopView[] => [...stops].sort((a, b) => b.atMs - a.atMs || (a.stopId < b.stopId ? 1 : -1))
