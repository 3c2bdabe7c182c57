import type { ReactNode } from 'react'
import { assertNever } from '../../shared/util/assertNever.ts'
import { Announcer } from '../components/Announcer.tsx'
import { HaltScreen } from '../features/halt/HaltScreen.tsx'
import { CoreBanner } from '../features/health/CoreBanner.tsx'
import { HealthBanner } from '../features/health/HealthBanner.tsx'
import { RuntimeNotice } from '../features/health/RuntimeNotice.tsx'
import { InboxScreen } from '../features/inbox/InboxScreen.tsx'
import { KeysPanel } from '../features/keys/KeysPanel.tsx'
import { LogScreen } from '../features/log/LogScreen.tsx'
import { PairingScreen } from '../features/pairing/PairingScreen.tsx'
import { SessionsScreen } from '../features/sessions/SessionsScreen.tsx'
import { SettingsScreen } from '../features/settings/SettingsScreen.tsx'
import { StatusStrip } from '../features/strip/StatusStrip.tsx'
import { UnpairedScreen } from '../features/unpaired/UnpairedScreen.tsx'
import { usePoints } from '../stores/feed.ts'
import { useScreen, type ScreenId } from '../stores/screen.ts'
import classes from './App.module.css'
import { Rail } from './Rail.tsx'
import { useAppKeys } from './useAppKeys.ts'
import { useEscapedCopy } from './useEscapedCopy.ts'

/** The frame around every screen: strip above, rail at the left, the screen in the rest. */
export function App() {
  const screen = useScreen((state) => state.screen)
  useAppKeys()
  useEscapedCopy()
  return (
    <div className={classes['app']}>
      <StatusStrip />
      <RuntimeNotice />
      <CoreBanner />
      <HealthBanner />
      <div className={classes['body']}>
        <Rail />
        {screenOf(screen)}
      </div>
      <KeysPanel />
      <Announcer />
    </div>
  )
}

/** While nothing is paired nothing can wait, and the way to a first point is all that there is to show. */
function InboxOrPairing() {
  const points = usePoints()
  return points !== null && Object.keys(points).length === 0 ? <PairingScreen /> : <InboxScreen />
}

function screenOf(screen: ScreenId): ReactNode {
  switch (screen) {
    case 'inbox':
      return <InboxOrPairing />
    case 'settings':
      return <SettingsScreen />
    case 'sessions':
      return <SessionsScreen />
    case 'halt':
      return <HaltScreen />
    case 'log':
      return <LogScreen />
    case 'agents':
    case 'insights':
    case 'fleet':
      return <UnpairedScreen screen={screen} />
    default:
      return assertNever(screen)
  }
}
