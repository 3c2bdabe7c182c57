import { Network, SquareCheckBig } from 'lucide-react'
import { paneProps } from '../../components/focusNextPane.ts'
import { useUtcClock } from '../../components/useUtcClock.ts'
import { useLiveOverview } from '../../stores/overview.ts'
import { CommandSearch } from '../search/CommandSearch.tsx'
import classes from './StatusStrip.module.css'
import { WindowControls } from './WindowControls.tsx'

/** The title bar of the window on every system, and the state of everything in one line. */
export function StatusStrip() {
  return (
    <header className={classes['strip']} {...paneProps}>
      <p className={classes['brand']}>
        <SquareCheckBig size={16} strokeWidth={2} aria-hidden />
        Countersign
      </p>
      <CommandSearch />
      <div className={classes['facts']}>
        <Points />
        <Clock />
      </div>
      <WindowControls />
    </header>
  )
}

function Points() {
  const paired = useLiveOverview()?.pairedPoints
  return (
    <p className={classes['fact']}>
      <Network size={14} strokeWidth={1.75} aria-hidden />
      {paired === 0 ? 'No enforcement points' : 'Enforcement points not known'}
    </p>
  )
}

function Clock() {
  return <time className={classes['clock']}>{useUtcClock()} UTC</time>
}
