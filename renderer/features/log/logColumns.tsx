import type { LogRow } from '../../../shared/ipc/views.ts'
import type { Column } from '../../components/DataGrid.tsx'
import { momentOf } from '../../components/moments.ts'
import { countOf } from '../../components/numbers.ts'
import { UntrustedText } from '../../components/Untrusted.tsx'
import { VerdictChip } from '../../components/VerdictChip.tsx'
import classes from './Log.module.css'

/** The columns of the log. What no person did has no name. */
export function logColumns(now: number): readonly Column<LogRow>[] {
  return [
    { id: 'n', head: 'Entry', width: '58px', cell: ({ n }) => <code className={classes['n']}>{countOf(n)}</code> },
    { id: 'when', head: 'UTC', width: '104px', cell: ({ atMs }) => <time className={classes['when']}>{momentOf(atMs, now)}</time> },
    { id: 'verdict', head: 'Verdict', width: '108px', cell: ({ verdict }) => verdict !== null && <VerdictChip verdict={verdict} /> },
    { id: 'by', head: 'By', width: 'minmax(80px, 0.7fr)', from: 560, cell: ({ by }) => by !== null && <UntrustedText text={by} /> },
    { id: 'agent', head: 'Agent', width: 'minmax(90px, 0.9fr)', from: 640, cell: ({ agentName }) => agentName !== null && <span className={classes['agent']}><UntrustedText text={agentName} /></span> },
    { id: 'what', head: 'What', width: 'minmax(160px, 3fr)', cell: ({ sentence }) => <span className={classes['what']}><UntrustedText text={sentence} /></span> },
  ]
}
