import { useState, type FormEvent } from 'react'
import { bridge } from '../../bridge.ts'
import classes from './SettingsScreen.module.css'
import { passphraseProblem } from './passphrase.ts'

/** Opens the key with its passphrase; a first one is typed twice. The words go to main alone and are kept nowhere. */
export function PassphraseForm({ isNew, onOpened }: { readonly isNew: boolean; readonly onOpened: () => void }) {
  const [passphrase, setPassphrase] = useState('')
  const [again, setAgain] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  const send = async (event: FormEvent) => {
    event.preventDefault()
    const missing = passphraseProblem({ passphrase, again, isNew })
    setProblem(missing)
    if (missing !== null || isBusy) return
    setIsBusy(true)
    const result = await bridge.unlockKey({ passphrase })
    setIsBusy(false)
    setPassphrase('')
    setAgain('')
    const refusal = result.ok ? result.value : result.failure.message
    setProblem(refusal)
    if (refusal === null) onOpened()
  }
  return (
    <form className={classes['form']} onSubmit={(event) => void send(event)} noValidate>
      <p className={classes['note']}>
        {isNew
          ? 'This computer offers no key store that protects, so your key is kept in a file that only a passphrase opens. Nobody can bring back a passphrase that is forgotten: then a new key is paired again with every point.'
          : 'Your key is kept under your passphrase. Until it is open nothing can be signed with it, so nothing can be approved.'}
      </p>
      <label className={classes['label']} htmlFor="passphrase">{isNew ? 'New passphrase' : 'Passphrase'}</label>
      <input id="passphrase" className={classes['field']} type="password" autoComplete="off" maxLength={1_024} aria-describedby="passphrase-problem" value={passphrase} onChange={(event) => setPassphrase(event.target.value)} />
      {isNew && (
        <>
          <label className={classes['label']} htmlFor="passphrase-again">The same once more</label>
          <input id="passphrase-again" className={classes['field']} type="password" autoComplete="off" maxLength={1_024} aria-describedby="passphrase-problem" value={again} onChange={(event) => setAgain(event.target.value)} />
        </>
      )}
      <button type="submit" className={classes['send']} aria-disabled={isBusy}>{isNew ? 'Make the key' : 'Open the key'}</button>
      <p id="passphrase-problem" className={classes['problem']} role="alert">{isBusy ? 'Opening takes a moment: that is what makes guessing slow.' : problem}</p>
    </form>
  )
}
