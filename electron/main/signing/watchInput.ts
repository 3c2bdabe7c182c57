import type { BrowserWindow } from 'electron'
import type { Presses } from './Presses.ts'

/**
 * Feeds the presses from a window's real input, seen in the browser process before the page is told.
 * @param onPageGone called when the page is another one than before: nothing stands before the person any more
 */
export function watchInput(window: BrowserWindow, presses: Presses, onPageGone: () => void): void {
  const startOver = () => {
    presses.clear()
    onPageGone()
  }
  window.webContents.on('input-event', (_event, input) => presses.hear(input))
  window.on('blur', () => presses.voidOpen())
  window.on('focus', () => presses.voidOpen())
  // Not told of a change of the address alone, as when a screen is chosen.
  window.webContents.on('did-navigate', startOver)
  window.webContents.on('render-process-gone', startOver)
  window.once('closed', startOver)
}
