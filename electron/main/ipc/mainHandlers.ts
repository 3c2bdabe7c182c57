import { nativeTheme, type BrowserWindow } from 'electron'
import type { Handlers } from '../../../shared/ipc/Contract.ts'
import type { HostFacts, WindowToMain } from '../../../shared/ipc/windowToMain.ts'
import type { ReviewerKeyStore } from '../keys/ReviewerKeyStore.ts'
import type { Settings } from '../Settings.ts'

export interface MainParts {
  readonly settings: Settings
  readonly keys: ReviewerKeyStore
  readonly readHost: (window: BrowserWindow) => HostFacts
  readonly hostChanged: () => void
  readonly keyChanged: () => void
}

/** What answers the window's calls to main. */
export function mainHandlers({ settings, keys, readHost, hostChanged, keyChanged }: MainParts): (window: BrowserWindow) => Handlers<WindowToMain> {
  return (window) => ({
    'main.readHost': () => readHost(window),
    'main.chooseTheme': ({ theme }) => {
      settings.chooseTheme(theme)
      nativeTheme.themeSource = theme
      hostChanged()
      return undefined
    },
    'main.chooseConfirmation': ({ confirmation }) => {
      settings.chooseConfirmation(confirmation)
      hostChanged()
      return undefined
    },
    'main.unlockKey': async ({ passphrase }) => {
      const before = keys.key
      const refusal = await keys.unlock(passphrase)
      if (keys.key !== before) keyChanged()
      // Told also where it was refused: a try may have found the key to be unusable.
      hostChanged()
      return refusal
    },
    'main.minimiseWindow': () => void window.minimize(),
    'main.toggleMaximised': () => void (window.isMaximized() ? window.unmaximize() : window.maximize()),
    'main.closeWindow': () => void window.close(),
  })
}
