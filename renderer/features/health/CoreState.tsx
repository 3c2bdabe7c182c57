import { CircleDashed, Cpu } from 'lucide-react'
import type { CoreStatus } from '../../../shared/ipc/windowToMain.ts'
import { useHost } from '../../stores/host.ts'
import classes from './CoreState.module.css'
import { LogState } from './LogState.tsx'

/** The foot of the rail: how the log stands, and whether the core has said hello. */
export function CoreState() {
  const core = useHost(({ host }) => host?.core)
  const isReady = core?.status === 'ready'
  const Icon = isReady ? Cpu : CircleDashed
  return (
    <div className={classes['feet']}>
      <LogState />
      <div className={classes['foot']} data-ready={isReady} title={`${stateOf(core)}. ${detailOf(core)}`}>
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        <p className={classes['state']} role="status">{stateOf(core)}</p>
        <p className={classes['detail']}>{detailOf(core)}</p>
      </div>
    </div>
  )
}

function stateOf(core: CoreStatus | undefined): string {
  switch (core?.status) {
    case 'ready':
      return 'Core running'
    case 'waiting':
      return 'Core stopped'
    case 'stopped':
      return 'Core ended'
    default:
      return 'Core starting'
  }
}

function detailOf(core: CoreStatus | undefined): string {
  if (core?.status === 'ready') return `process ${core.pid}`
  return core?.status === 'waiting' ? 'to be restarted' : 'no hello yet'
}
