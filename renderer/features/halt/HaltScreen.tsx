import { useState } from 'react'
import { paneProps } from '../../components/focusNextPane.ts'
import { Key } from '../../components/Key.tsx'
import { PageBar } from '../../components/PageBar.tsx'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { useStops } from '../../stores/feed.ts'
import classes from './Halt.module.css'
import { ReleaseSheet } from './ReleaseSheet.tsx'
import { canBeReleased, newestFirst } from './boardOf.ts'
import { StopBoard } from './StopBoard.tsx'
import { StopForm } from './StopForm.tsx'
import { StopHistory } from './StopHistory.tsx'

/** The kill switch: what to stop and the hold at the left, what each point made of it at the right. */
export function HaltScreen() {
  const known = useStops()
  const [onBoard, setOnBoard] = useState<string | null>(null)
  const [releasing, setReleasing] = useState<string | null>(null)
  const stops = newestFirst(Object.values(known ?? {}))
  const stop = stops.find(({ stopId }) => stopId === onBoard) ?? stops[0] ?? null
  const toRelease = stops.find(({ stopId }) => stopId === releasing) ?? null
  useScreenKeys({
    i: stop === null || !canBeReleased(stop) ? undefined : () => setReleasing(stop.stopId),
    Escape: releasing === null ? undefined : () => setReleasing(null),
  })
  return (
    <main className={classes['screen']} aria-label="Kill switch">
      <PageBar name="Kill switch" holds={<span className={classes['holds']}>Opens from anywhere with <Key>Ctrl</Key><Key>Shift</Key><Key>X</Key></span>} />
      <div className={classes['panes']}>
        <section className={classes['form']} aria-label="Stop" {...paneProps}>
          <StopForm onStopped={setOnBoard} />
        </section>
        <section className={classes['results']} aria-label="What has been stopped" {...paneProps}>
          <StopBoard stop={stop} isKnown={known !== null} />
          {toRelease === null || !canBeReleased(toRelease)
            ? <StopHistory stops={stops} selected={stop?.stopId ?? null} onSelect={setOnBoard} onRelease={setReleasing} />
            : <ReleaseSheet key={toRelease.stopId} stop={toRelease} onLeave={() => setReleasing(null)} />}
        </section>
      </div>
    </main>
  )
}
