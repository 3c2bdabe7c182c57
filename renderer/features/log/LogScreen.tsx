import { useRef, useState } from 'react'
import { plainText } from '../../../shared/display/index.ts'
import type { LogRow } from '../../../shared/ipc/views.ts'
import { DataGrid } from '../../components/DataGrid.tsx'
import { EmptyState } from '../../components/EmptyState.tsx'
import { paneProps } from '../../components/focusNextPane.ts'
import { counted } from '../../components/numbers.ts'
import { PageBar } from '../../components/PageBar.tsx'
import { SmallButton } from '../../components/SmallButton.tsx'
import { TablePage } from '../../components/TablePage.tsx'
import { useFocusBack } from '../../components/useFocusBack.ts'
import { useNow } from '../../components/useNow.ts'
import { useScreenKeys } from '../../components/useScreenKeys.ts'
import { useHost, useIsCoreReady } from '../../stores/host.ts'
import { IntegrityBadge } from './IntegrityBadge.tsx'
import classes from './Log.module.css'
import { LogAlarm } from './LogAlarm.tsx'
import { logColumns } from './logColumns.tsx'
import { LogDrawer } from './LogDrawer.tsx'
import { spokenEntry } from './logWords.ts'
import { useLog, type Log } from './useLog.ts'

/** The decision log. Each core reads it anew: nothing that an earlier one said of it stays on screen. */
export function LogScreen() {
  const core = useHost(({ host }) => host?.core)
  return <LogOfCore key={core?.status === 'ready' ? core.pid : 'none'} />
}

/** The entries, newest first, and one of them with its proof beside it. */
function LogOfCore() {
  const [selected, setSelected] = useState<string | null>(null)
  const [isOpen, setIsOpen] = useState(false)
  const table = useRef<HTMLElement>(null)
  const log = useLog(isOpen)
  const close = () => setIsOpen(false)
  useFocusBack(isOpen, table)
  useScreenKeys({ n: log.pages.held.length > 0 ? log.showNewer : undefined, Escape: isOpen ? close : undefined })
  return (
    <TablePage drawer={isOpen && selected !== null ? <LogDrawer key={selected} n={Number(selected)} onClose={close} /> : null}>
      <main ref={table} aria-label="Log" {...paneProps}>
        <PageBar name="Log" holds={<IntegrityBadge />} />
        <LogAlarm />
        {log.newer > 0 && (
          <div className={classes['newer']} role="status">
            <SmallButton shortcut="N" onPress={log.showNewer} isDisabled={log.pages.held.length === 0}>{counted(log.newer, 'new entry', 'new entries')}, show</SmallButton>
          </div>
        )}
        <Table log={log} selected={selected} onSelect={setSelected} onOpen={() => setIsOpen(true)} />
      </main>
    </TablePage>
  )
}

interface TableProps {
  readonly log: Log
  readonly selected: string | null
  readonly onSelect: (key: string) => void
  readonly onOpen: () => void
}

function Table({ log: { pages, failure, retry, onRange }, selected, onSelect, onOpen }: TableProps) {
  const now = useNow()
  const isReady = useIsCoreReady()
  if (failure !== null && pages.rows.length === 0) {
    return <EmptyState title="The log could not be read"><p>{failure}</p><p>What was decided stands in the file all the same; npm run verify reads it without this window.</p><p><SmallButton onPress={retry}>Read again</SmallButton></p></EmptyState>
  }
  if (!isReady) return <EmptyState title="The log is not live"><p>The core is not running, and it alone reads the log. Nothing in it is lost by this.</p></EmptyState>
  if (!pages.isLoaded) return <EmptyState title="Reading the log"><p>The core has not answered yet.</p></EmptyState>
  if (pages.rows.length === 0) return <EmptyState title="No entries"><p>Nothing has been decided, stopped or told by a point on this console yet.</p></EmptyState>
  return (
    <>
      <DataGrid<LogRow>
        label="Log entries"
        columns={logColumns(now)}
        rows={pages.rows}
        total={Math.max(pages.size, pages.rows.length)}
        keyOf={({ n }) => String(n)}
        nameOf={(row) => spokenEntry(row, now, plainText)}
        selected={selected}
        onSelect={onSelect}
        onOpen={onOpen}
        onRange={onRange}
      />
      {failure !== null && <p className={classes['problem']} role="alert">Older entries could not be read. {failure} <SmallButton onPress={retry}>Read again</SmallButton></p>}
    </>
  )
}
