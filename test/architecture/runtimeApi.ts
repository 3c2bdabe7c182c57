// The Electron and web API in use. Types are those of the shipped Electron and the newest browsers; the development
// runtime is older, and what it lacks would be undefined there without a word from the compiler. A new name goes in
// here by hand, and the tests in the window then prove that it is there.

/** Members of Electron's modules that main uses. */
export const ELECTRON_API: Readonly<Record<string, readonly string[]>> = {
  app: ['commandLine', 'enableSandbox', 'exit', 'getAppPath', 'getPath', 'isPackaged', 'on', 'quit', 'requestSingleInstanceLock', 'whenReady'],
  BrowserWindow: ['new'],
  dialog: ['showErrorBox'],
  ipcMain: ['handle'],
  Menu: ['setApplicationMenu'],
  nativeTheme: ['shouldUseDarkColors', 'themeSource'],
  powerMonitor: ['getSystemIdleState', 'on'],
  protocol: ['handle', 'registerSchemesAsPrivileged'],
  session: ['defaultSession'],
  utilityProcess: ['fork'],
}

/**
 * Globals of the page, and members read of them by name, that the renderer and shared use. Members of other values
 * (`element.focus`) cannot be told from the source without types and are not listed; ECMAScript itself is held to what
 * both runtimes have by the compiler's `lib`.
 */
export const WEB_API: readonly string[] = [
  'Element',
  'HTMLElement',
  'HTMLInputElement',
  'HTMLSelectElement',
  'HTMLTextAreaElement',
  'IntersectionObserver',
  'ResizeObserver',
  'URL',
  'clearInterval',
  'document',
  'document.activeElement',
  'document.addEventListener',
  'document.getElementById',
  'document.getSelection',
  'document.hasFocus',
  'document.querySelector',
  'document.querySelectorAll',
  'document.removeEventListener',
  'navigator',
  'navigator.clipboard',
  'navigator.language',
  'performance',
  'performance.now',
  'setInterval',
  'window',
  'window.addEventListener',
  'window.clearTimeout',
  'window.countersign',
  'window.location',
  'window.matchMedia',
  'window.removeEventListener',
  'window.setTimeout',
]
