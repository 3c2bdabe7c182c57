import type { HostFacts } from '../../../shared/ipc/windowToMain.ts'
import type { LogView, PointView } from '../../../shared/ipc/views.ts'
import { agoOf, spanOf, timeOf } from '../../components/moments.ts'
import { counted, listed } from '../../components/numbers.ts'
import type { Return } from './returns.ts'

interface Said {
  readonly key: string
  readonly title: string
  readonly sentence: string
  /** What a screen reader hears once: the same without a time that runs on. */
  readonly spoken: string
}

/** Something that a person must know before they trust the rest of the screen. */
export type Banner =
  | (Said & { readonly kind: 'alarm' | 'back' })
  | (Said & { readonly kind: 'silent'; readonly points: readonly Pick<PointView, 'pointId' | 'name'>[]; readonly retryAtMs: number | null })

export interface Health {
  readonly core: HostFacts['core'] | undefined
  readonly points: readonly PointView[]
  readonly log: LogView | null
  readonly returns: readonly Return[]
}

/** All that has to be said, worst first. While there is no core its own banner says so, and nothing else is known. */
export function bannersOf({ core, points, log, returns }: Health, nowMs: number, nameOf: (text: string) => string): readonly Banner[] {
  if (core?.status !== 'ready') return []
  const alarms = points.flatMap(({ alarm, name, pointId }) => (alarm === null ? [] : [alarmBanner(`point ${pointId}`, `${nameOf(name)} cannot be believed as it stands`, `${nameOf(alarm)} Approvals at it are off. Denials and stops go out, and stops are sent again.`)]))
  const notices = (log?.notices ?? []).map((notice) => alarmBanner(`notice ${notice}`, 'A file of this console was put aside', nameOf(notice)))
  return [...logAlarm(log, nameOf), ...notices, ...alarms, ...silentBanner(points, nowMs, nameOf), ...returns.map((item) => backBanner(item, nameOf))]
}

function logAlarm(log: LogView | null, nameOf: (text: string) => string): readonly Banner[] {
  if (log === null || (log.status === 'open' && log.fault === null) || log.status === 'opening') return []
  const title = LOG_TITLES[log.status]
  const fault = log.sentence ?? log.fault ?? 'It gave no reason.'
  const reserve = log.inReserve > 0 ? ` ${counted(log.inReserve, 'denial or stop', 'denials and stops')} stand in the reserve.` : ''
  return [alarmBanner(`log ${log.status}`, title, `${nameOf(fault)} Approvals are off. Denials and stops go out.${reserve}`)]
}

const LOG_TITLES = { open: 'The decision log has a fault', read_only: 'The decision log can only be read', refused: 'The decision log was refused' } as const

const alarmBanner = (key: string, title: string, sentence: string): Banner => ({ kind: 'alarm', key, title, sentence, spoken: `${title}. ${sentence}` })

function silentBanner(points: readonly PointView[], nowMs: number, nameOf: (text: string) => string): readonly Banner[] {
  // A first connection that is still being made has lost nothing yet.
  const away = points.filter(({ link, lastHeardMs }) => link !== 'attached' && !(link === 'connecting' && lastHeardMs === null))
  if (away.length === 0) return []
  const heard = away.flatMap(({ lastHeardMs }) => lastHeardMs ?? [])
  const what = counted(away.length, 'enforcement point')
  const title = heard.length === 0
    ? `${what} ${away.length === 1 ? 'has' : 'have'} not connected since this console started.`
    : `${what} went silent ${agoOf(Math.min(...away.map((point) => point.sinceMs)), nowMs)}. Hatched rows show ${timeOf(Math.min(...heard))}.`
  const tries = away.flatMap(({ retryAtMs }) => retryAtMs ?? [])
  const reasons = [...new Set(away.flatMap(({ reason }) => reason ?? []))]
  return [{
    kind: 'silent', key: 'silent', title, spoken: `${what} not connected: ${listed(away.map(({ name }) => nameOf(name)))}.`,
    sentence: `${reasons.length === 1 && reasons[0] !== undefined ? `${nameOf(reasons[0])} ` : ''}Agents behind ${away.length === 1 ? 'it' : 'them'} stay blocked: each challenge is denied when its time runs out.`,
    points: away, retryAtMs: tries.length === 0 ? null : Math.min(...tries),
  }]
}

function backBanner({ pointId, name, awayMs, expired }: Return, nameOf: (text: string) => string): Banner {
  const sentence = expired === 0 ? 'No challenge expired meanwhile.' : `${counted(expired, 'challenge')} expired meanwhile. ${expired === 1 ? 'It was' : expired === 2 ? 'Both were' : 'All were'} denied.`
  const title = `${nameOf(name)} is back after ${spanOf(awayMs)}`
  return { kind: 'back', key: `back ${pointId}`, title, sentence, spoken: `${title}. ${sentence}` }
}
