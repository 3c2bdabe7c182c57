import { useState } from 'react'
import type { ThemeChoice } from '../../../shared/ipc/windowToMain.ts'
import { chooseTheme, useHost } from '../../stores/host.ts'
import classes from './SettingsScreen.module.css'

const CHOICES: readonly { readonly theme: ThemeChoice; readonly name: string }[] = [
  { theme: 'system', name: 'As the system' },
  { theme: 'dark', name: 'Dark' },
  { theme: 'light', name: 'Light' },
]

/** Which theme the window has. Kept on this machine. */
export function ThemeSetting() {
  const chosen = useHost(({ host }) => host?.theme)
  const [problem, setProblem] = useState<string | null>(null)
  return (
    <section>
      <fieldset className={classes['choices']}>
        <legend className={classes['head']}>Theme</legend>
        {CHOICES.map(({ theme, name }) => (
          <label key={theme} className={classes['choice']}>
            <input type="radio" name="theme" checked={chosen === theme} onChange={() => void chooseTheme(theme).then(setProblem)} />
            {name}
          </label>
        ))}
      </fieldset>
      {problem !== null && <p className={classes['problem']} role="alert">The theme was not kept. {problem}</p>}
    </section>
  )
}
