import type { InboxRow, PointView } from '../../../shared/ipc/views.ts'
import { plainText } from '../../../shared/display/index.ts'
import { agoOf } from '../../components/moments.ts'
import { counted } from '../../components/numbers.ts'

/** What can truthfully be said of an inbox in words. */
export interface InboxWords {
  /** Beside the name of the list. */
  readonly holds: string
  readonly title: string
  readonly words: readonly string[]
}

export interface InboxKnowledge {
  readonly isCoreReady: boolean
  readonly failure: string | null
  /** Null while nothing is known of them. */
  readonly rows: Readonly<Record<string, InboxRow>> | null
  readonly points: Readonly<Record<string, PointView>> | null
  readonly nowMs: number
}

/** An empty list is only good news while the core and every point are there to say so; every other case is told apart. */
export function inboxWords({ isCoreReady, failure, rows, points, nowMs }: InboxKnowledge): InboxWords {
  if (failure !== null) {
    return { holds: 'Not known', title: 'The inbox could not be read', words: [failure, 'Nothing was decided. What waits at an enforcement point is denied when its time is over.'] }
  }
  if (!isCoreReady) {
    return { holds: 'Not live', title: 'The inbox is not live', words: ['The core is not running, so this list cannot show what waits or what may have arrived.'] }
  }
  if (rows === null || points === null) {
    return { holds: 'Reading', title: 'Reading the inbox', words: ['The core has not told yet what waits. Until it has, nothing is known of it.'] }
  }
  const waiting = Object.values(rows).filter(({ end }) => end === null).length
  if (waiting > 0) return { holds: `${waiting} waiting`, title: 'No challenge is open', words: ['Choose one in the list. Enter opens it, and nothing is decided by opening.'] }
  return { holds: 'Nothing waiting', title: 'Nothing is waiting for you', words: emptyWords(Object.values(points), nowMs) }
}

function emptyWords(points: readonly PointView[], nowMs: number): readonly string[] {
  if (points.length === 0) return ['No enforcement point is paired yet, so no agent can ask for anything here.']
  const live = points.filter(({ link }) => link === 'attached')
  const heard = points.map(({ name, link, lastHeardMs }) => `${plainText(name)} last reported ${lastHeardMs === null ? 'never on this console' : agoOf(lastHeardMs, nowMs)}${link === 'attached' ? '' : ', and is not live'}.`)
  const proof = live.length === points.length ? `${counted(points.length, 'enforcement point')} ${points.length === 1 ? 'reports' : 'report'}, so this list is empty, not stuck.` : `${live.length} of ${counted(points.length, 'enforcement point')} report. What waits at the others is not known here, and is denied when its time is over.`
  return [proof, ...heard]
}
