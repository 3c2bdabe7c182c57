import { Activity, Hourglass, KeyRound, Network, SquareCheckBig, Timer, Unplug } from 'lucide-react'
import type { ReactNode } from 'react'
import { plainText } from '../../../shared/display/index.ts'
import { fingerprint } from '../../components/fingerprint.ts'
import { paneProps } from '../../components/focusNextPane.ts'
import { spanOf } from '../../components/moments.ts'
import { countOf } from '../../components/numbers.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import { useUtcClock } from '../../components/useUtcClock.ts'
import { usePoints } from '../../stores/feed.ts'
import { useHost } from '../../stores/host.ts'
import { CommandSearch } from '../search/CommandSearch.tsx'
import { connectedOf, reviewerOf, SLOW_MS, slowestLag } from './points.ts'
import classes from './StatusStrip.module.css'
import { WindowControls } from './WindowControls.tsx'

/** The title bar of the window on every system, and the state of everything in one line. */
export function StatusStrip() {
  return (
    <header className={classes['strip']} {...paneProps}>
      <p className={classes['brand']}>
        <SquareCheckBig size={16} strokeWidth={2} aria-hidden />
        <span className={classes['product']}>Countersign</span>
      </p>
      <CommandSearch />
      <div className={classes['facts']}>
        <Points />
        <Lag />
        <Reviewer />
        <Clock />
      </div>
      <WindowControls />
    </header>
  )
}

function Points() {
  const points = usePoints()
  if (points === null) return <Fact><Network size={14} strokeWidth={1.75} aria-hidden />Enforcement points not known</Fact>
  const { connected, total, awaySinceMs, away } = connectedOf(Object.values(points))
  if (total === 0) return <Fact><Network size={14} strokeWidth={1.75} aria-hidden />No enforcement points</Fact>
  if (awaySinceMs === null) return <Fact isLive><Network size={14} strokeWidth={1.75} aria-hidden /><strong>{connected} of {total}</strong><Noun /></Fact>
  return (
    <>
      <p className={classes['notLive']} title={plainText(away, 240)}><Unplug size={14} strokeWidth={1.75} aria-hidden /><strong>{connected} of {total}</strong><Noun /></p>
      <p className={classes['notLive']}><Hourglass size={14} strokeWidth={1.75} aria-hidden />{total - connected} silent for <Silence sinceMs={awaySinceMs} /></p>
    </>
  )
}

const Noun = () => <span className={classes['noun']}> enforcement points</span>

function Silence({ sinceMs }: { readonly sinceMs: number }) {
  return <strong>{spanOf(useNow() - sinceMs)}</strong>
}

function Lag() {
  const lag = slowestLag(Object.values(usePoints() ?? {}))
  if (lag === null) return null
  const isSlow = lag > SLOW_MS
  const Sign = isSlow ? Timer : Activity
  return <Fact><Sign size={14} strokeWidth={1.75} aria-hidden />Lag {isSlow ? <strong>{countOf(Math.round(lag))} ms</strong> : `${Math.round(lag)} ms`}</Fact>
}

function Reviewer() {
  const points = usePoints()
  const key = useHost(({ host }) => host?.key)
  const name = reviewerOf(Object.values(points ?? {}))
  if (key === undefined) return null
  const words = key.status === 'ready' ? fingerprint(key.kid) : key.status === 'unusable' ? 'key not usable' : 'key not open'
  return (
    <p className={classes['reviewer']} title={key.status === 'ready' ? `Your key ${key.kid}` : undefined}>
      {name !== null && <span className={classes['person']}><UntrustedText text={name} /></span>}
      <KeyRound size={12} strokeWidth={1.75} aria-hidden />
      <code>{words}</code>
    </p>
  )
}

function Fact({ isLive = false, children }: { readonly isLive?: boolean; readonly children: ReactNode }) {
  return <p className={classes['fact']} data-live={isLive}>{children}</p>
}

function Clock() {
  return <time className={classes['clock']}>{useUtcClock()} UTC</time>
}
