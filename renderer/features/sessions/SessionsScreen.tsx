import { useRef, useState } from 'react'
import { plainText } from '../../../shared/display/index.ts'
import type { SessionRow } from '../../../shared/ipc/views.ts'
import { DataGrid } from '../../components/DataGrid.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { FilterField } from '../../components/FilterField.tsx'
import { paneProps } from '../../components/focusNextPane.ts'
import { momentOf } from '../../components/moments.ts'
import { countOf, counted } from '../../components/numbers.ts'
import { PageBar } from '../../components/PageBar.tsx'
import { SmallButton } from '../../components/SmallButton.tsx'
import { TablePage } from '../../components/TablePage.tsx'
import { useFocusBack } from '../../components/useFocusBack.ts'
import { useNow } from '../../components/useNow.ts'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { openHaltOf } from '../../stores/haltTarget.ts'
import { SessionDrawer } from './SessionDrawer.tsx'
import { sessionColumns } from './sessionColumns.tsx'
import { useEmptySessions } from './useEmptySessions.ts'
import { spokenRow } from './listSessions.ts'
import { useSessions, type Sessions } from './useSessions.ts'

/** The sessions of all points as they are now, and the one that is open beside them. */
export function SessionsScreen() {
  const [typed, setTyped] = useState('')
  const [selected, setSelected] = useState<string | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  const filter = useRef<HTMLInputElement>(null)
  const table = useRef<HTMLElement>(null)
  const sessions = useSessions(typed)
  const row = sessions.rows?.find(({ sessionId }) => sessionId === selected) ?? null
  const close = () => setIsOpen(false)
  useFocusBack(isOpen, table)
  const kill = row === null ? undefined : () => openHaltOf({ kind: 'session', value: row.sessionId })
  useScreenKeys({ f: sessions.toggleFrozen, k: kill, '/': () => filter.current?.focus(), Escape: isOpen ? close : undefined })

  const drawer = isOpen && row !== null ? <SessionDrawer session={row} word={sessions.wordFor(row)} onClose={close} onKill={() => kill?.()} /> : null
  return (
    <TablePage drawer={drawer}>
      <main ref={table} aria-label="Sessions" {...paneProps}>
        <PageBar name="Sessions" holds={holdsOf(sessions)}>
          <SmallButton shortcut="F" isOn={sessions.frozen !== null} onPress={sessions.toggleFrozen}>{sessions.frozen === null ? 'Freeze rows' : 'Live again'}</SmallButton>
        </PageBar>
        <FilterField ref={filter} label="Filter by agent, owner, purpose, route or state" value={typed} onChange={setTyped} />
        <Table sessions={sessions} typed={typed} selected={selected} onSelect={setSelected} onOpen={() => setIsOpen(true)} />
      </main>
    </TablePage>
  )
}

interface TableProps {
  readonly sessions: Sessions
  readonly typed: string
  readonly selected: string | null
  readonly onSelect: (key: string) => void
  readonly onOpen: () => void
}

function Table({ sessions, typed, selected, onSelect, onOpen }: TableProps) {
  const now = useNow()
  const empty = useEmptySessions()
  const { rows, all, wordFor } = sessions
  if (rows === null || all === 0) return <EmptyState title={empty.title}>{empty.sentences.map((sentence) => <p key={sentence}>{sentence}</p>)}</EmptyState>
  if (rows.length === 0) return <EmptyState title="No session fits the filter"><p>{counted(all, 'session')} {all === 1 ? 'is' : 'are'} hidden by “{plainText(typed)}”. Empty the filter with Esc to see {all === 1 ? 'it' : 'them'}.</p></EmptyState>
  return (
    <DataGrid<SessionRow>
      label="Sessions"
      columns={sessionColumns(wordFor, now)}
      rows={rows}
      keyOf={({ sessionId }) => sessionId}
      nameOf={(session) => spokenRow(session, wordFor(session), plainText)}
      marksOf={(session) => ({ isNotLive: !session.isLive, isOver: session.state === 'ended' })}
      selected={selected}
      onSelect={onSelect}
      onOpen={onOpen}
    />
  )
}

function holdsOf({ rows, live, all, frozen }: Sessions): string {
  if (rows === null) return 'Not known'
  if (frozen !== null) return `Frozen ${momentOf(frozen.atMs, frozen.atMs)} UTC, ${counted(frozen.changes, 'change')} held back`
  return `${countOf(live)} live, ${countOf(rows.length)} shown${rows.length === all ? '' : ` of ${countOf(all)}`}`
}
