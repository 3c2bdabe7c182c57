import { ipcMain, type BrowserWindow, type IpcMainInvokeEvent } from 'electron'
import { answer, check } from '../../../shared/ipc/answer.ts'
import { WINDOW_TO_CORE, WINDOW_TO_MAIN } from '../../../shared/ipc/channels.ts'
import type { Handlers } from '../../../shared/ipc/Contract.ts'
import { failed, type IpcResult } from '../../../shared/ipc/IpcResult.ts'
import { windowToCore } from '../../../shared/ipc/windowToCore.ts'
import { windowToMain, type WindowToMain } from '../../../shared/ipc/windowToMain.ts'
import type { OwnWindows } from '../window/OwnWindows.ts'

export interface WindowCalls {
  readonly windows: OwnWindows
  /** What answers the calls to main, for the window that calls. */
  readonly main: (window: BrowserWindow) => Handlers<WindowToMain>
  /** Carries a checked call to the core. */
  readonly askCore: (channel: string, body: unknown) => Promise<IpcResult<unknown>>
  readonly report: (channel: string, fault: unknown) => void
}

/** The edge between the window and everything else: every channel there is, each checked for sender, size and form. */
export function registerWindowCalls({ windows, main, askCore, report }: WindowCalls): void {
  for (const channel of WINDOW_TO_MAIN) {
    handle(channel, (window, takes) => answer(windowToMain, main(window), channel, takes, report))
  }
  for (const channel of WINDOW_TO_CORE) {
    handle(channel, async (_window, takes) => {
      const checked = check(windowToCore, channel, takes)
      if (!checked.ok) return checked
      const answered = await askCore(channel, checked.value)
      // The core is another process: what it says is checked like what the window says.
      if (!answered.ok || windowToCore[channel].gives.safeParse(answered.value).success) return answered
      report(channel, new Error('the core answered in a form that was not agreed'))
      return failed('internal', `${channel} failed on a mistake of its own.`)
    })
  }

  function handle(channel: string, call: (window: BrowserWindow, takes: unknown) => Promise<IpcResult<unknown>>): void {
    ipcMain.handle(channel, async (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => {
      const window = windows.ofTrusted(event)
      if (window === null) return failed('forbidden_sender', "Only the console's own window may call this.")
      if (args.length > 1) return failed('bad_request', 'A call takes one argument at most.')
      return call(window, args[0])
    })
  }
}
