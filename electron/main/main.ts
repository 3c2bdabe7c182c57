// Main: the window, its security, and the core's life. It relays between window and core and knows no policy.
// This file makes the parts and connects them.

import { join } from 'node:path'
import { app, dialog, nativeTheme, type BrowserWindow } from 'electron'
import type { HostFacts } from '../../shared/ipc/windowToMain.ts'
import { CoreRelay } from './core/CoreRelay.ts'
import { CoreSupervisor } from './core/CoreSupervisor.ts'
import { spawnCore } from './core/spawnCore.ts'
import { openToDevelopment } from './development.ts'
import { registerWindowCalls } from './ipc/registerWindowCalls.ts'
import { paths } from './paths.ts'
import { keepPicture } from './picture.ts'
import { Settings } from './Settings.ts'
import { APP_ORIGIN } from './window/appOrigin.ts'
import { registerAppScheme, serveApp } from './window/appScheme.ts'
import { confine, RequestFilter } from './window/confine.ts'
import { createWindow } from './window/createWindow.ts'
import { OwnWindows } from './window/OwnWindows.ts'
import { ownFolderOnly } from './window/ownFolderOnly.ts'
import { readSandbox } from './window/readSandbox.ts'

// Set-up passes this switch only where the kernel offers no sandbox at all; the window then says so in red.
if (app.isPackaged || !app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()
registerAppScheme()
ownFolderOnly(app.getPath('userData'))
confine(app)

if (app.requestSingleInstanceLock()) {
  run()
} else {
  process.stdout.write('Countersign is open already; its window was brought to the front.\n')
  app.quit()
}

function run(): void {
  const windows = new OwnWindows()
  const settings = new Settings(join(app.getPath('userData'), 'settings.json'))
  const supervisor = new CoreSupervisor(
    () => spawnCore({ script: paths.core, node: paths.node, forceNodeChild: app.commandLine.hasSwitch('core-in-node-child') }),
    { now: Date.now, random: Math.random, after },
    {
      onStatus: (status) => {
        if (status.status !== 'ready') relay.settleAll()
        hostChanged()
      },
      onMessage: (message) => (message.kind === 'answer' ? relay.hear(message) : windows.tell(message.channel, message.body)),
      onProblem: (problem) => void process.stderr.write(`main: ${problem}\n`),
    },
  )
  const relay = new CoreRelay({ send: (message) => supervisor.send(message), after })
  const filter = new RequestFilter(() => hostChanged())

  const readHost = (window: BrowserWindow): HostFacts => ({
    appVersion: __APP_VERSION__,
    platform: process.platform,
    runtime: {
      electron: process.versions.electron,
      chrome: process.versions.chrome,
      isShipped: process.versions.electron === __SHIPPED_ELECTRON__,
      shippedElectron: __SHIPPED_ELECTRON__,
    },
    sandbox: readSandbox(window.webContents.getOSProcessId()),
    blockedRequests: filter.blocked,
    core: supervisor.status,
    theme: settings.theme,
    isMaximised: window.isMaximized(),
  })
  const hostChanged = () => {
    for (const window of windows.all) windows.tell('window.hostChanged', readHost(window), window)
  }

  nativeTheme.themeSource = settings.theme
  registerWindowCalls({
    windows,
    main: (window) => ({
      'main.readHost': () => readHost(window),
      'main.chooseTheme': ({ theme }) => {
        settings.chooseTheme(theme)
        nativeTheme.themeSource = theme
        hostChanged()
        return undefined
      },
      'main.minimiseWindow': () => void window.minimize(),
      'main.toggleMaximised': () => void (window.isMaximized() ? window.unmaximize() : window.maximize()),
      'main.closeWindow': () => void window.close(),
    }),
    askCore: (channel, body) => relay.ask(channel, body),
    report: (channel, fault) => void process.stderr.write(`main: ${channel} failed: ${String(fault)}\n`),
  })

  app.whenReady().then(() => {
    serveApp(paths.renderer)
    filter.watch()
    supervisor.start()
    const window = createWindow({ preload: paths.preload, url: `${APP_ORIGIN}/index.html`, onChange: hostChanged })
    windows.add(window)
    keepPicture(window)
    openToDevelopment({ reloadWindow: () => window.webContents.reloadIgnoringCache(), restartCore: () => supervisor.restart() })
  }).catch((fault) => {
    dialog.showErrorBox('Countersign could not start', String(fault))
    app.exit(1)
  })
  app.on('second-instance', () => {
    const [window] = windows.all
    if (window?.isMinimized()) window.restore()
    window?.focus()
  })
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', () => supervisor.stop())
}

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}
