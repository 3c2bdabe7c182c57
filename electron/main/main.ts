// Main: the window, its security, the reviewer's key, and the core's life. It relays between window and core and knows
// no policy. This file makes the parts and connects them.

import { hostname } from 'node:os'
import { join } from 'node:path'
import { app, dialog, nativeTheme, safeStorage, type BrowserWindow } from 'electron'
import type { MainToCore } from '../../shared/ipc/mainAndCore.ts'
import type { HostFacts } from '../../shared/ipc/windowToMain.ts'
import { CoreLine } from './core/CoreLine.ts'
import { CoreRelay } from './core/CoreRelay.ts'
import { CoreSupervisor } from './core/CoreSupervisor.ts'
import { readLocalPoint } from './core/readLocalPoint.ts'
import { spawnCore } from './core/spawnCore.ts'
import { openToDevelopment, tellStarter } from './development.ts'
import { mainHandlers } from './ipc/mainHandlers.ts'
import { registerWindowCalls } from './ipc/registerWindowCalls.ts'
import { chooseKeyStore } from './keys/chooseKeyStore.ts'
import { paths } from './paths.ts'
import { keepPicture } from './picture.ts'
import { Settings } from './Settings.ts'
import { Presses } from './signing/Presses.ts'
import { Signer } from './signing/Signer.ts'
import { watchInput } from './signing/watchInput.ts'
import { watchScreen } from './watchScreen.ts'
import { APP_ORIGIN } from './window/appOrigin.ts'
import { registerAppScheme, serveApp } from './window/appScheme.ts'
import { confine, RequestFilter } from './window/confine.ts'
import { createWindow } from './window/createWindow.ts'
import { OwnWindows } from './window/OwnWindows.ts'
import { ownFolderOnly } from './window/ownFolderOnly.ts'
import { readSandbox } from './window/readSandbox.ts'

const isShipped = process.versions.electron === __SHIPPED_ELECTRON__
const userFolder = app.getPath('userData')
const coreFolder = join(userFolder, 'core')

// Set-up passes this switch only where the kernel offers no sandbox at all; the window then says so in red.
if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()
ownFolderOnly(userFolder)
confine(app)

if (app.requestSingleInstanceLock()) {
  run()
} else {
  process.stdout.write('Countersign is open already; its window was brought to the front.\n')
  app.quit()
}

function run(): void {
  const windows = new OwnWindows()
  app.whenReady().then(() => open(windows)).catch((fault) => {
    dialog.showErrorBox('Countersign could not start', String(fault))
    app.exit(1)
  })
  app.on('second-instance', () => {
    const [window] = windows.all
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
}

function open(windows: OwnWindows): void {
  ownFolderOnly(coreFolder)
  const settings = new Settings(join(userFolder, 'settings.json'))
  nativeTheme.themeSource = settings.theme
  const forced = switchValue('key-store') === 'passphrase' ? 'passphrase' : null
  const keys = chooseKeyStore({ isShipped, safeStorage, forced, file: join(userFolder, 'reviewer-key.json') })
  const presses = new Presses(monotonicMs)
  const signer = new Signer({ now: monotonicMs, wallNow: Date.now, presses, key: () => keys.key })

  const supervisor = new CoreSupervisor(
    () => spawnCore({ script: paths.core, node: paths.node, forceNodeChild: app.commandLine.hasSwitch('core-in-node-child') }),
    { now: Date.now, random: Math.random, after },
    {
      onStatus: (status) => {
        line.statusChanged(status)
        hostChanged()
      },
      onMessage: (message) => line.hear(message),
      onProblem: complain,
    },
  )
  const send = (message: MainToCore) => supervisor.send(message)
  const relay = new CoreRelay({ send, after })
  const line = new CoreLine({ send, beginning: beginning(), relay, signer, key: () => keys.key, tellWindow: (channel, body) => windows.tell(channel, body), tellStarter })
  const filter = new RequestFilter(() => hostChanged())

  const readHost = (window: BrowserWindow): HostFacts => ({
    appVersion: __APP_VERSION__,
    platform: process.platform,
    runtime: { electron: process.versions.electron, chrome: process.versions.chrome, isShipped, shippedElectron: __SHIPPED_ELECTRON__ },
    sandbox: readSandbox(window.webContents.getOSProcessId()),
    blockedRequests: filter.blocked,
    core: supervisor.status,
    theme: settings.theme,
    isMaximised: window.isMaximized(),
    key: keys.state,
    confirmation: settings.confirmation,
  })
  const hostChanged = () => {
    for (const window of windows.all) windows.tell('window.hostChanged', readHost(window), window)
  }

  registerWindowCalls({
    windows,
    main: mainHandlers({ settings, keys, readHost, hostChanged, keyChanged: () => line.keyChanged() }),
    askCore: (channel, body) => relay.ask(channel, body),
    report: (channel, fault) => complain(`${channel} failed: ${String(fault)}`),
  })
  serveApp(paths.renderer)
  filter.watch()
  supervisor.start()
  app.on('will-quit', () => supervisor.stop())
  watchScreen({ onLocked: (isLocked) => line.screenChanged(isLocked), onResume: () => presses.clear() })

  const window = createWindow({ preload: paths.preload, url: `${APP_ORIGIN}/index.html`, onChange: hostChanged })
  windows.add(window)
  watchInput(window, presses, () => signer.pin(null))
  keepPicture(window)
  openToDevelopment({ reloadWindow: () => window.webContents.reloadIgnoringCache(), restartCore: () => supervisor.restart() })
}

/** What every core is told first. */
function beginning(): Extract<MainToCore, { kind: 'begin' }> {
  const consoleName = hostname().slice(0, 128) || 'console'
  return { kind: 'begin', folder: coreFolder, appVersion: __APP_VERSION__, consoleName, mayLeaveThisHost: isShipped, localPoint: readLocalPoint(switchValue('local-point'), complain) }
}

/** A switch of an unpackaged program; a packaged one has none. */
function switchValue(name: string): string {
  return app.isPackaged ? '' : app.commandLine.getSwitchValue(name)
}

function complain(problem: string): void {
  process.stderr.write(`main: ${problem}\n`)
}

function monotonicMs(): number {
  return performance.now()
}

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
