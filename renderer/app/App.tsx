import type { ReactNode } from 'react'
import { assertNever } from '../../shared/util/assertNever.ts'
import { CoreBanner } from '../features/health/CoreBanner.tsx'
import { RuntimeNotice } from '../features/health/RuntimeNotice.tsx'
import { InboxScreen } from '../features/inbox/InboxScreen.tsx'
import { KeysPanel } from '../features/keys/KeysPanel.tsx'
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx'
import { StatusStrip } from '../features/strip/StatusStrip.tsx'
import { UnpairedScreen } from '../features/unpaired/UnpairedScreen.tsx'
import { useScreen, type ScreenId } from '../stores/screen.ts'
import classes from './App.module.css'
import { Rail } from './Rail.tsx'
import { useAppKeys } from './useAppKeys.ts'

/** The frame around every screen: strip above, rail at the left, the screen in the rest. */
export function App() {
  const screen = useScreen((state) => state.screen)
  useAppKeys()
  return (
    <div className={classes['app']}>
      <StatusStrip />
      <RuntimeNotice />
      <CoreBanner />
      <div className={classes['body']}>
        <Rail />
        {screenOf(screen)}
      </div>
      <KeysPanel />
    </div>
  )
}

function screenOf(screen: ScreenId): ReactNode {
  switch (screen) {
    case 'inbox':
      return <InboxScreen />
    case 'settings':
      return <SettingsScreen />
    case 'sessions':
    case 'agents':
    case 'halt':
    case 'log':
    case 'insights':
    case 'fleet':
      return <UnpairedScreen screen={screen} />
    default:
      return assertNever(screen)
  }
}
