import { paneProps } from '../../components/focusNextPane.ts'
import { fingerprint } from '../../components/fingerprint.ts'
import { PageBar } from '../../components/PageBar.tsx'
import { useHost } from '../../stores/host.ts'
import classes from './Pairing.module.css'
import { PairingPane } from './PairingPane.tsx'

/** The whole inbox pane while nothing is paired: the way to a first point, and what can be said of the key. */
export function PairingScreen() {
  return (
    <main className={classes['screen']} aria-label="Inbox" {...paneProps}>
      <PageBar name="Inbox" holds="Nothing waiting" />
      <div className={classes['columns']}>
        <PairingPane onLeave={null} />
        <YourKey />
      </div>
    </main>
  )
}

const STORES = { memory: 'made for this run and kept in memory', system: 'kept in the key store of this computer', passphrase: 'kept under your passphrase' } as const

function YourKey() {
  const key = useHost(({ host }) => host?.key)
  return (
    <aside className={classes['key']} aria-label="Your key">
      <h2 className={classes['head']}>Your key</h2>
      {key?.status === 'ready'
        ? <><p className={classes['kid']}>{fingerprint(key.kid)}</p><p className={classes['quiet']}>Ed25519, {STORES[key.store]}. Every decision you make is signed with it. Read these 8 letters to a colleague to prove it is you.</p></>
        : <p className={classes['quiet']}>{key?.status === 'unusable' ? key.sentence : 'It is not open yet. Open it in Settings.'}</p>}
    </aside>
  )
}
