import { CircleCheck, CircleDashed, TriangleAlert, Unplug, type LucideIcon } from 'lucide-react'
import type { Segment, StopView } from '../../../shared/ipc/views.ts'
import { momentOf, spanOf } from '../../components/moments.ts'
import { countOf, counted } from '../../components/numbers.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import classes from './StopBoard.module.css'
import { afterMs, boardOf, endingOf, SEGMENT_WORDS } from './boardOf.ts'
import { StopChip, TargetName } from './StopWords.tsx'

/** What each point has made of one order. It knows sending, confirmed and not confirmed, and a refusal. */
export function StopBoard({ stop, isKnown }: { readonly stop: StopView | null; readonly isKnown: boolean }) {
  if (stop === null) {
    return (
      <section className={classes['board']} aria-label="Board">
        <h2 className={classes['nothing']}>{isKnown ? 'Nothing has been stopped' : 'Not known'}</h2>
        <p className={classes['quiet']}>{isKnown ? 'The board shows what each enforcement point has made of the newest order.' : 'The core has not said what is stopped. Until it has, nothing is known.'}</p>
      </section>
    )
  }
  const board = boardOf(stop)
  return (
    <section className={classes['board']} aria-label="Board">
      <Head stop={stop} />
      <p className={classes['figures']} aria-live="polite">
        <Figure figure={countOf(board.confirmed)} words={`of ${counted(board.total, 'point')} confirmed`} />
        {board.medianMs !== null && <Figure figure={`${countOf(board.medianMs)} ms`} words="median" />}
        {board.slowestMs !== null && <Figure figure={`${countOf(board.slowestMs)} ms`} words="slowest" />}
        <Figure figure={countOf(board.sessionsStopped)} words={board.sessionsStopped === 1 ? 'session stopped' : 'sessions stopped'} />
      </p>
      <div className={classes['bar']} role="img" aria-label={board.headline}>
        {board.segments.map(({ lockId, delivery }) => <span key={lockId} className={classes['segment']} data-delivery={delivery} />)}
      </div>
      <Segments segments={board.segments} slowestMs={board.slowestMs} label={board.headline} />
      <p className={classes['calls']}>{board.calls}</p>
      {board.missing !== null && <p className={classes['missing']} role="status"><Unplug size={16} strokeWidth={1.75} aria-hidden /><span>{board.missing}</span></p>}
      {board.refusedRelease !== null && <p className={classes['missing']} role="status"><TriangleAlert size={16} strokeWidth={1.75} aria-hidden /><span>Its last release was refused, and the stop holds as before. <UntrustedText text={board.refusedRelease} /></span></p>}
    </section>
  )
}

function Head({ stop }: { readonly stop: StopView }) {
  const now = useNow()
  const { origin, by, atMs, effect, mode } = stop
  const release = endingOf(stop)
  return (
    <header className={classes['head']}>
      <StopChip stop={stop} />
      <h2 className={classes['target']}><TargetName stop={stop} /></h2>
      <p className={classes['quiet']}>
        {release === null ? `${effect === 'pause' ? 'pause' : 'halt'}, ${mode === 'drain' ? 'what is in flight may finish' : 'what is in flight is aborted'}, ` : 'release, '}
        {ORIGINS[origin]} {momentOf(release?.atMs ?? atMs, now)} UTC{origin !== 'system' && <> by <UntrustedText text={release?.by ?? by} /></>}
      </p>
    </header>
  )
}

const ORIGINS: Readonly<Record<StopView['origin'], string>> = { here: 'ordered here', elsewhere: 'ordered at another console', system: 'ordered by the point itself', host: 'ordered on the host of the point' }

function Figure({ figure, words }: { readonly figure: string; readonly words: string }) {
  return <span className={classes['figure']}><strong>{figure}</strong> {words}</span>
}

const SIGNS: Readonly<Record<Segment['delivery'], LucideIcon>> = { sending: CircleDashed, confirmed: CircleCheck, not_confirmed: Unplug, refused: TriangleAlert }

function Segments({ segments, slowestMs, label }: { readonly segments: readonly Segment[]; readonly slowestMs: number | null; readonly label: string }) {
  if (segments.length === 0) return null
  return (
    <div className={classes['scroll']} role="region" aria-label="Points of this order" tabIndex={0}>
      <table className={classes['table']}>
        <caption className={classes['hidden']}>{label}</caption>
        <thead><tr><th scope="col">Enforcement point</th><th scope="col">State</th><th scope="col" colSpan={2}>Confirmed after</th><th scope="col">Ran here</th></tr></thead>
        <tbody>{segments.map((segment) => <SegmentRow key={segment.lockId} segment={segment} slowestMs={slowestMs ?? 1} />)}</tbody>
      </table>
    </div>
  )
}

function SegmentRow({ segment, slowestMs }: { readonly segment: Segment; readonly slowestMs: number }) {
  const now = useNow()
  const { pointName, delivery, sentence, sentAtMs, sessionsStopped } = segment
  const Sign = SIGNS[delivery]
  const after = afterMs(segment)
  return (
    <tr data-delivery={delivery}>
      <th scope="row"><UntrustedText text={pointName} /></th>
      <td><span className={classes['state']}><Sign size={14} strokeWidth={1.75} aria-hidden /><span>{SEGMENT_WORDS[delivery]}{sentence !== null && <>. <UntrustedText text={sentence} /></>}</span></span></td>
      <td><span className={classes['track']} data-delivery={delivery} aria-hidden>{after !== null && <span className={classes['time']} style={{ width: `${Math.max(2, (after / Math.max(1, slowestMs)) * 100)}%` }} />}</span></td>
      <td className={classes['ms']}>{after === null ? (sentAtMs === null ? 'not sent yet' : `${spanOf(now - sentAtMs)} waiting`) : `${countOf(after)} ms`}</td>
      <td>{sessionsStopped === 0 ? 'none' : counted(sessionsStopped, 'session')}</td>
    </tr>
  )
}
