import { paneProps } from '../../components/focusNextPane.ts'
import { PageBar } from '../../components/PageBar.tsx'
import { About } from './About.tsx'
import { ConfirmationSetting } from './ConfirmationSetting.tsx'
import { KeySetting } from './KeySetting.tsx'
import { PointsSetting } from './PointsSetting.tsx'
import classes from './SettingsScreen.module.css'
import { ThemeSetting } from './ThemeSetting.tsx'

/** What a person can set on this machine, and what this program is. */
export function SettingsScreen() {
  return (
    <main className={classes['screen']} aria-label="Settings" {...paneProps}>
      <PageBar name="Settings" />
      <div className={classes['sections']}>
        <KeySetting />
        <PointsSetting />
        <ConfirmationSetting />
        <ThemeSetting />
        <About />
      </div>
    </main>
  )
}
