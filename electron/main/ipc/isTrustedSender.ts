import { APP_ORIGIN } from '../window/appOrigin.ts'

/** Of a caller, what decides whether it is our own window; a part of Electron's IpcMainInvokeEvent. */
export interface Sender {
  readonly senderFrame: { readonly parent: unknown; readonly url: string } | null
  readonly sender: { readonly id: number }
}

/**
 * Whether a call comes from the top frame of one of our own windows, on a page of our own. A frame that is gone, one
 * inside the page, and a window that we did not make are all strangers.
 * @param knownIds of the web contents of our own windows
 */
export function isTrustedSender({ senderFrame, sender }: Sender, knownIds: ReadonlySet<number>): boolean {
  if (senderFrame === null || senderFrame.parent !== null) return false
  return knownIds.has(sender.id) && senderFrame.url.startsWith(`${APP_ORIGIN}/`)
}
