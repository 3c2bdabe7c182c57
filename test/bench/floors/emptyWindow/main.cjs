// The floor of everything that is seen: a window of the console's own size and safety with nothing in it. Where it is
// given an address, a bare WebSocket client stands between that and the page.

const { join } = require('node:path')
const { app, BrowserWindow, ipcMain, Menu } = require('electron')

if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox()

app.whenReady().then(() => {
  Menu.setApplicationMenu(null)
  const window = new BrowserWindow({
    width: 1440,
    height: 900,
    show: false,
    frame: false,
    webPreferences: { preload: join(__dirname, 'preload.cjs'), contextIsolation: true, sandbox: true, nodeIntegration: false, spellcheck: false },
  })
  window.once('ready-to-show', () => window.show())
  const address = app.commandLine.getSwitchValue('bench-address')
  if (address !== '') connect(window, address)
  return window.loadFile(join(__dirname, 'index.html'))
})
app.on('window-all-closed', () => app.quit())

function connect(window, address) {
  // Found from the tree that this floor is a part of.
  const { WebSocket } = require('ws')
  const socket = new WebSocket(address, { perMessageDeflate: false })
  socket.on('message', (data) => window.webContents.send('text', data.toString('utf8')))
  ipcMain.on('key', (_event, key) => socket.send(key))
}
