// A bare window for the harness page. Nothing of the product's own main process is in it.
const { app, BrowserWindow } = require('electron')

app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1440, height: 900, useContentSize: true, frame: false, show: true })
  void window.loadURL(process.env.HARNESS_URL)
})
