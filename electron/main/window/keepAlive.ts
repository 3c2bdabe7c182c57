import { app, dialog, type BrowserWindow } from 'electron'

const PAUSE_MS = 500
/** After so many crashes in a row a page is not loaded again: what crashes it would crash it again. */
const MOST_CRASHES = 3
const WELL_AFTER_MS = 60_000

/**
 * Brings a crashed page back. The window has no frame of its own, so one whose page is gone could not even be closed;
 * when it cannot be brought back, a native box says so and the program ends. Nothing that waits is released by that.
 */
export function keepAlive(window: BrowserWindow, load: () => Promise<void>): void {
  let crashes = 0
  let lastMs = 0
  let isClosed = false
  const open = () => void load().catch((fault) => isClosed || giveUp(String(fault)))

  // A page that is still being loaded when its window closes fails to load. That is no fault, and a box that waits for an
  // answer would keep the program from ending. `closed` alone comes where a window was destroyed, and later than the failure.
  window.once('close', () => (isClosed = true))
  window.once('closed', () => (isClosed = true))
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || isClosed) return
    crashes = Date.now() - lastMs > WELL_AFTER_MS ? 1 : crashes + 1
    lastMs = Date.now()
    process.stderr.write(`main: the page is gone (${reason})\n`)
    if (crashes > MOST_CRASHES) return giveUp(`Its page ended ${crashes} times in a row (${reason}).`)
    setTimeout(() => isClosed || open(), PAUSE_MS)
  })
  open()
}

function giveUp(why: string): void {
  dialog.showErrorBox('Countersign cannot show its window', `${why}\n\nNothing was decided by it. What waits for a person goes on waiting and is denied when its time is over. Start Countersign again.`)
  app.exit(1)
}
