import { renameSync, writeFileSync } from 'node:fs'
import { app, type BrowserWindow } from 'electron'

const EVERY_MS = 2_000

/**
 * On a machine without a screen: keeps a picture of the window in the file that `--picture-file=` names, so that a
 * person can look at it. Only from a source tree; a packaged program writes no pictures of what it shows.
 */
export function keepPicture(window: BrowserWindow): void {
  const file = app.commandLine.getSwitchValue('picture-file')
  if (app.isPackaged || file === '') return
  const take = async () => {
    const picture = await window.webContents.capturePage()
    if (picture.isEmpty()) return
    // Whoever is looking at the file sees the old picture or the new one, never half of one.
    writeFileSync(`${file}.new`, picture.toPNG(), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  const timer = setInterval(() => void take().catch((fault) => process.stderr.write(`main: no picture: ${String(fault)}\n`)), EVERY_MS)
  window.once('closed', () => clearInterval(timer))
}
