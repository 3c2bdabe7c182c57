import { app, BrowserWindow, Menu, nativeTheme } from 'electron'
import { keepAlive } from './keepAlive.ts'

export interface WindowOptions {
  readonly preload: string
  readonly url: string
  /** Called when the window's own state has changed. */
  readonly onChange: () => void
}

/** Behind the page until its first paint, so that no white flash stands before a dark window. */
const CANVAS = { dark: '#0B0D10', light: '#F1F3F5' } as const

/** Opens the console's window: frameless, because the status strip is its title bar on every system. */
export function createWindow({ preload, url, onChange }: WindowOptions): BrowserWindow {
  // No menu: its default accelerators reload the page, zoom it, and open the developer tools.
  Menu.setApplicationMenu(null)
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    frame: false,
    title: 'Countersign',
    backgroundColor: nativeTheme.shouldUseDarkColors ? CANVAS.dark : CANVAS.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged && app.commandLine.hasSwitch('allow-devtools'),
    },
  })
  window.once('ready-to-show', () => window.show())
  // The page's own title is text of the page; the window keeps its name.
  window.on('page-title-updated', (event) => event.preventDefault())
  window.on('maximize', onChange)
  window.on('unmaximize', onChange)
  keepAlive(window, () => window.loadURL(url))
  return window
}
