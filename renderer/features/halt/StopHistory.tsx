import { RotateCcw } from 'lucide-react'
import { plainText } from '../../../shared/display/index.ts'
import type { StopView } from '../../../shared/ipc/views.ts'
import { DataGrid, type Column } from '../../components/DataGrid.tsx'
import { Heard } from '../../components/Heard.tsx'
import { momentOf } from '../../components/moments.ts'
import { SmallButton } from '../../components/SmallButton.tsx'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { useNow } from '../../components/useNow.ts'
import classes from './Halt.module.css'
import { boardOf, canBeReleased, chipOf } from './boardOf.ts'
import { StopChip, TargetName } from './StopWords.tsx'

interface StopHistoryProps {
  readonly stops: readonly StopView[]
  readonly selected: string | null
  readonly onSelect: (stopId: string) => void
  readonly onRelease: (stopId: string) => void
}

/** All orders that this console knows, newest first; the one that is selected is on the board. */
export function StopHistory({ stops, selected, onSelect, onRelease }: StopHistoryProps) {
  const now = useNow()
  return (
    <section className={classes['history']} aria-labelledby="halt-history">
      <h2 id="halt-history" className={classes['historyHead']}>History</h2>
      {stops.length === 0
        ? <p className={classes['noHistory']}>No stop has been ordered or heard of by this console.</p>
        : <DataGrid label="History of stops" columns={columnsOf(now, onRelease)} rows={stops} keyOf={({ stopId }) => stopId} nameOf={spokenStop} selected={selected} onSelect={onSelect} />}
    </section>
  )
}

function columnsOf(now: number, onRelease: (stopId: string) => void): readonly Column<StopView>[] {
  return [
    { id: 'when', head: 'When', width: '104px', cell: ({ atMs }) => <time className={classes['when']}>{momentOf(atMs, now)}</time> },
    { id: 'target', head: 'Target', width: 'minmax(110px, 1.2fr)', cell: (stop) => <strong className={classes['cut']}><TargetName stop={stop} /></strong> },
    { id: 'by', head: 'By', width: 'minmax(70px, 0.8fr)', from: 740, cell: ({ by, origin }) => (origin === 'system' ? 'the point' : <UntrustedText text={by} />) },
    { id: 'reason', head: 'Reason', width: 'minmax(80px, 1.2fr)', from: 830, cell: ({ reason }) => (reason === '' ? <span className={classes['quiet']}>none given</span> : <span className={classes['theirs']} title={plainText(reason, 240)}><UntrustedText text={reason} /></span>) },
    { id: 'confirmed', head: 'Confirmed', width: '62px', from: 650, isNumeric: true, cell: (stop) => `${boardOf(stop).confirmed} of ${boardOf(stop).total}` },
    { id: 'state', head: 'State', width: '146px', cell: (stop) => <StopChip stop={stop} /> },
    { id: 'act', head: 'Reinstate', width: '128px', cell: (stop) => <Reinstate stop={stop} onRelease={onRelease} /> },
  ]
}

function Reinstate({ stop, onRelease }: { readonly stop: StopView; readonly onRelease: (stopId: string) => void }) {
  if (!canBeReleased(stop)) return null
  return <SmallButton shortcut="I" onPress={() => onRelease(stop.stopId)}><RotateCcw size={14} strokeWidth={1.75} aria-hidden />Reinstate<Heard>{` ${nameOf(stop)}`}</Heard></SmallButton>
}

const nameOf = ({ target, targetName }: StopView) => (target.kind === 'all' ? 'everything' : plainText(targetName, 48))

function spokenStop(stop: StopView): string {
  return `${chipOf(stop).word}, ${nameOf(stop)}, ${boardOf(stop).headline}, by ${plainText(stop.by, 48)}, ${stop.reason === '' ? 'no reason given' : plainText(stop.reason)}`
}
