import { useState } from 'react'
import type { ConfirmationChoice } from '../../../shared/ipc/windowToMain.ts'
import { bridge } from '../../bridge.ts'
import { useHost } from '../../stores/host.ts'
import classes from './SettingsScreen.module.css'

const CHOICES: readonly { readonly confirmation: ConfirmationChoice; readonly name: string }[] = [
  { confirmation: 'hold', name: 'Hold' },
  { confirmation: 'steps', name: 'Confirm in steps' },
]

/** How a person shows that they mean it: by a hold, or by two presses with a wait that is shown in words. */
export function ConfirmationSetting() {
  const chosen = useHost(({ host }) => host?.confirmation)
  const [problem, setProblem] = useState<string | null>(null)
  const choose = async (confirmation: ConfirmationChoice) => {
    const result = await bridge.chooseConfirmation({ confirmation })
    setProblem(result.ok ? null : result.failure.message)
  }
  return (
    <section>
      <fieldset className={classes['choices']}>
        <legend className={classes['head']}>Confirmation</legend>
        {CHOICES.map(({ confirmation, name }) => (
          <label key={confirmation} className={classes['choice']}>
            <input type="radio" name="confirmation" checked={chosen === confirmation} onChange={() => void choose(confirmation)} />
            {name}
          </label>
        ))}
      </fieldset>
      <p className={classes['note']}>{chosen === 'steps' ? 'Enter starts a wait that is shown in words, and a second Enter signs. Nothing has to be held.' : 'A key or the pointer is held until the bar is full. Letting go earlier does nothing.'}</p>
      {problem !== null && <p className={classes['problem']} role="alert">The choice was not kept. {problem}</p>}
    </section>
  )
}
