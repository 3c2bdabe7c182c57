import { useState, type FormEvent } from 'react'
import { useHost, useIsCoreReady } from '../../stores/host.ts'
import { beginPairing } from '../../stores/pairing.ts'
import classes from './Pairing.module.css'
import { addressProblem, codeProblem, PAIR_COMMAND } from './pairingForm.ts'

/** Where the point listens, and the code that it printed. */
export function AddressForm() {
  const [address, setAddress] = useState('ws://127.0.0.1:')
  const [code, setCode] = useState('')
  const [isTried, setIsTried] = useState(false)
  const isReady = useIsCoreReady()
  const key = useHost(({ host }) => host?.key)
  const problem = addressProblem(address) ?? codeProblem(code)
  const block = !isReady ? 'The core is not running, so nothing can be dialled just now.' : key !== undefined && key.status !== 'ready' ? 'Your key is not open yet. Open it in Settings first: pairing ties it to the point.' : null
  const dial = (event: FormEvent) => {
    event.preventDefault()
    setIsTried(true)
    if (problem === null && block === null) void beginPairing(address, code)
  }
  return (
    <form onSubmit={dial} noValidate>
      <p className={classes['quiet']}>On the host of the point run this, with your own name in place of the capitals. It prints a code.</p>
      <code className={classes['command']}>{PAIR_COMMAND}</code>
      <div className={classes['fields']}>
        <label className={classes['label']} htmlFor="pair-address">Address of the point</label>
        <input id="pair-address" className={classes['field']} maxLength={512} autoComplete="off" spellCheck={false} value={address} aria-describedby="pair-problem" onChange={(event) => setAddress(event.target.value)} />
        <label className={classes['label']} htmlFor="pair-code">Code that it printed</label>
        <input id="pair-code" className={classes['field']} data-code maxLength={64} autoComplete="off" spellCheck={false} value={code} aria-describedby="pair-problem" onChange={(event) => setCode(event.target.value)} />
      </div>
      <button type="submit" className={classes['dial']} aria-disabled={block !== null}>Dial the point</button>
      <p id="pair-problem" className={classes['hint']} role="status">{block ?? (isTried ? problem : null) ?? 'ws:// for a point on this computer, wss:// for any other.'}</p>
    </form>
  )
}
