import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { Identity } from './core/CoreLine.ts'

/** What `npm run dev` may ask of a running program when a bundle was rebuilt. */
interface DevelopmentCommands {
  readonly reloadWindow: () => void
  readonly restartCore: () => void
}

/**
 * Listens to the process that started us, where there is one that speaks, and ends with it. A packaged program listens
 * to nobody.
 */
export function openToDevelopment(commands: DevelopmentCommands): void {
  if (app.isPackaged || process.send === undefined) return
  process.on('message', (message) => {
    if (message === 'reloadWindow') commands.reloadWindow()
    if (message === 'restartCore') commands.restartCore()
  })
  process.on('disconnect', () => app.quit())
}

/**
 * Tells whoever started us who this console is, so that they can enrol it at a point of their own: public keys and names
 * alone, over the channel where there is one, and in a file beside the settings. A packaged program tells nobody.
 */
export function tellStarter(identity: Identity): void {
  if (app.isPackaged) return
  writeFileSync(join(app.getPath('userData'), 'identity.json'), `${JSON.stringify(identity)}\n`, { mode: 0o600 })
  // One that is gone needs no answer; its end is heard as `disconnect`.
  if (process.send !== undefined && process.connected) process.send(identity, () => {})
}
