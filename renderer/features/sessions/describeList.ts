import type { PointView } from '../../../shared/ipc/views.ts'
import { agoOf, momentOf } from '../../components/moments.ts'
import { counted, listed } from '../../components/numbers.ts'

/** What is known of a list before a row of it is drawn. */
export interface ListSource {
  readonly isCoreReady: boolean
  /** Why the feed could not be read, or null. */
  readonly failure: string | null
  readonly isLoaded: boolean
  readonly points: readonly PointView[]
}

/** A list without rows, in words. They say what is proven: empty is told from stuck, from unread and from stale. */
export interface EmptyWords {
  readonly kind: 'failed' | 'loading' | 'stale' | 'unpaired' | 'empty'
  readonly title: string
  readonly sentences: readonly string[]
}

/** @param noun of what the list holds, as `session` */
export function describeEmpty(noun: string, source: ListSource, nowMs: number, nameOf: (text: string) => string): EmptyWords {
  const { isCoreReady, failure, isLoaded, points } = source
  if (failure !== null) {
    return { kind: 'failed', title: `The ${noun}s could not be read`, sentences: [failure, 'Nothing was decided or stopped by this. Agents stay under their enforcement points.'] }
  }
  if (!isLoaded) return { kind: 'loading', title: `Reading the ${noun}s`, sentences: ['The core has not answered yet. Until it has, nothing is known.'] }
  if (!isCoreReady) {
    return { kind: 'stale', title: `This list is not live`, sentences: ['The core is not running, so this list cannot show what may have begun since it stopped.'] }
  }
  if (points.length === 0) return { kind: 'unpaired', title: `No ${noun}s`, sentences: ['No enforcement point is paired yet, so no agent runs under one.'] }
  const away = points.filter(({ link }) => link !== 'attached')
  if (away.length > 0) {
    return { kind: 'stale', title: `No ${noun}s that this console can see`, sentences: [`${listed(away.map(({ name }) => nameOf(name)))} ${away.length === 1 ? 'is' : 'are'} not connected, so nothing proves that this list is empty.`, ...points.map((point) => lastReport(point, nowMs, nameOf))] }
  }
  return { kind: 'empty', title: `No ${noun}s`, sentences: [`${everyPoint(points)} reported, so this list is empty, not stuck.`, ...points.map((point) => lastReport(point, nowMs, nameOf))] }
}

/** When a point was last heard, as `pay-gw-01 last reported 2 s ago.` */
export function lastReport({ name, lastHeardMs }: PointView, nowMs: number, nameOf: (text: string) => string): string {
  if (lastHeardMs === null) return `${nameOf(name)} has not reported since this console started.`
  return `${nameOf(name)} last reported ${agoOf(lastHeardMs, nowMs)}, ${momentOf(lastHeardMs, nowMs)} UTC.`
}

const everyPoint = (points: readonly PointView[]): string => (points.length === 1 ? 'The 1 enforcement point has' : `All ${counted(points.length, 'enforcement point')} have`)
