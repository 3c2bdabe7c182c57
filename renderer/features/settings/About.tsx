import type { CoreStatus, HostFacts } from '../../../shared/ipc/windowToMain.ts'
import { useHost } from '../../stores/host.ts'
import classes from './SettingsScreen.module.css'

/** What runs here, so that a report or a picture can say on what it was seen. */
export function About() {
  const host = useHost((state) => state.host)
  if (host === null) return null
  return (
    <section aria-labelledby="about">
      <h2 id="about" className={classes['head']}>About Countersign</h2>
      <dl className={classes['facts']}>
        {factsOf(host).map(([name, value]) => [<dt key={`${name} name`}>{name}</dt>, <dd key={name}>{value}</dd>])}
      </dl>
    </section>
  )
}

function factsOf({ appVersion, runtime, sandbox, blockedRequests, core }: HostFacts): readonly (readonly [string, string])[] {
  return [
    ['Version', appVersion],
    ['Electron', runtime.isShipped ? runtime.electron : `${runtime.electron}, a development runtime that is never shipped; the product ships ${runtime.shippedElectron}`],
    ['Chrome', runtime.chrome],
    ['Sandbox', SANDBOX[sandbox]],
    ['Requests blocked', blockedRequests === 0 ? '0; this window asked for nothing outside the app' : `${blockedRequests} requests for something outside the app`],
    ['Core', coreOf(core)],
  ]
}

const SANDBOX: Readonly<Record<HostFacts['sandbox'], string>> = {
  'confined': 'This window is confined; the kernel says so',
  'not confined': 'This window is NOT confined',
  'not known here': 'Not known: this system does not say',
}

const HOST = {
  'utility process': 'a utility process of Electron',
  'node child': 'a child process, because this Electron is too old to hold it',
} as const

function coreOf(core: CoreStatus): string {
  if (core.status === 'ready') return `Process ${core.pid} on Node ${core.node}, ${HOST[core.host]}`
  return core.status === 'waiting' ? `Stopped: it ${core.reason}` : 'Starting'
}
