// Loaded into Electron's main process before the program: says on standard output when the page is painted as far as the
// script in COUNTERSIGN_BENCH_PAINTED waits for. It changes nothing of the program.

const { app } = require('electron')

const script = process.env.COUNTERSIGN_BENCH_PAINTED ?? ''
app.on('web-contents-created', (_event, contents) => {
  contents.once('dom-ready', () => contents.executeJavaScript(script).then(() => process.stdout.write(`painted "at_ns ${process.hrtime.bigint()}"\n`)))
})
