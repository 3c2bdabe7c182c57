import { OctagonAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import type { LogView } from '../../../shared/ipc/views.ts'
import { counted } from '../../components/numbers.ts'
import { useLogView } from '../../stores/feed.ts'
import classes from './CoreState.module.css'

/** How the log stands, in the foot of the rail. Nothing is shown of a log that the core has not spoken of. */
export function LogState() {
  const log = useLogView()
  if (log === null) return null
  const { tone, words } = stateOf(log)
  const Sign = tone === 'ok' ? ShieldCheck : tone === 'broken' ? OctagonAlert : ShieldQuestion
  const detail = counted(log.size, 'entry', 'entries')
  return (
    <div className={classes['foot']} data-ready={tone === 'ok'} data-tone={tone} title={`${words}. ${detail}`}>
      <Sign size={14} strokeWidth={1.75} aria-hidden />
      <p className={classes['state']}>{words}</p>
      <p className={classes['detail']}>{detail}</p>
    </div>
  )
}

function stateOf({ status, fault }: LogView): { readonly tone: 'ok' | 'broken' | 'unknown'; readonly words: string } {
  if (status === 'opening') return { tone: 'unknown', words: 'Log opening' }
  if (status === 'open' && fault === null) return { tone: 'ok', words: 'Log intact' }
  return { tone: 'broken', words: status === 'open' ? 'Log has a fault' : status === 'read_only' ? 'Log read only' : 'Log refused' }
}
