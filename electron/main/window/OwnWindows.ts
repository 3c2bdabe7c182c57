import type { BrowserWindow } from 'electron'
import { toWindow, type ToWindow } from '../../../shared/ipc/toWindow.ts'
import { isTrustedSender, type Sender } from '../ipc/isTrustedSender.ts'

/** The windows that we made ourselves: the only ones that are told anything, and the only ones that are answered. */
export class OwnWindows {
  readonly #byId = new Map<number, BrowserWindow>()

  add(window: BrowserWindow): void {
    const { id } = window.webContents
    this.#byId.set(id, window)
    window.once('closed', () => this.#byId.delete(id))
  }

  get all(): readonly BrowserWindow[] {
    return [...this.#byId.values()]
  }

  /** The window that a call comes from, or null where the caller is not one of ours. */
  ofTrusted(event: Sender): BrowserWindow | null {
    return isTrustedSender(event, new Set(this.#byId.keys())) ? (this.#byId.get(event.sender.id) ?? null) : null
  }

  /**
   * Tells one window, or all of them.
   * @param body checked here, because it may come from another process; one of the wrong form is not passed on
   */
  tell<K extends keyof ToWindow>(channel: K, body: unknown, only?: BrowserWindow): void {
    const parsed = toWindow[channel].safeParse(body)
    if (!parsed.success) return void process.stderr.write(`main: ${channel} had the wrong form and was not passed on\n`)
    for (const window of only === undefined ? this.all : [only]) window.webContents.send(channel, parsed.data)
  }
}
