import { useState } from 'react'
import type { KeyState } from '../../../shared/ipc/windowToMain.ts'
import { fingerprint } from '../../components/fingerprint.ts'
import { useHost } from '../../stores/host.ts'
import { PassphraseForm } from './PassphraseForm.tsx'
import classes from './SettingsScreen.module.css'

/** The reviewer's key: how it is kept, and the way to open it or to make a first one. */
export function KeySetting() {
  const key = useHost(({ host }) => host?.key)
  if (key === undefined) return null
  return (
    <section aria-labelledby="your-key">
      <h2 id="your-key" className={classes['head']}>Your key</h2>
      <Body state={key} />
    </section>
  )
}

const STORES: Readonly<Record<Extract<KeyState, { status: 'ready' }>['store'], string>> = {
  memory: 'In memory, for this run alone: it is gone when the program ends',
  system: 'In the key store of this computer',
  passphrase: 'In a file of your user folder, under your passphrase',
}

function Body({ state }: { readonly state: KeyState }) {
  const [wasMade, setWasMade] = useState(false)
  switch (state.status) {
    case 'ready':
      return (
        <dl className={classes['facts']}>
          <dt>Fingerprint</dt>
          <dd><code>{fingerprint(state.kid)}</code>{wasMade && ', made in this run'}</dd>
          <dt>Whole name</dt>
          <dd><code>{state.kid}</code></dd>
          <dt>Kept</dt>
          <dd>{STORES[state.store]}</dd>
        </dl>
      )
    case 'unusable':
      return <p className={classes['problem']} role="alert">{state.sentence} Nothing can be approved without it.</p>
    case 'locked':
      return <PassphraseForm isNew={false} onOpened={() => setWasMade(false)} />
    case 'new':
      return <PassphraseForm isNew onOpened={() => setWasMade(true)} />
  }
}
