import { app } from 'electron'

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
