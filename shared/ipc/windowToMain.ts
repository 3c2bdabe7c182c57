import { z } from 'zod'
import type { WINDOW_TO_MAIN } from './channels.ts'
import type { Contract } from './Contract.ts'
import { nothing } from './nothing.ts'

export const themeChoice = z.enum(['system', 'dark', 'light'])
export type ThemeChoice = z.infer<typeof themeChoice>

/** Where the core is in its life, as main sees it. `waiting` covers every end that nobody asked for. */
export const coreStatus = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('starting'), attempt: z.int() }),
  z.strictObject({ status: z.literal('ready'), pid: z.int(), node: z.string(), host: z.enum(['utility process', 'node child']) }),
  z.strictObject({ status: z.literal('waiting'), attempt: z.int(), reason: z.string(), retryAtMs: z.number() }),
  z.strictObject({ status: z.literal('stopped') }),
])
export type CoreStatus = z.infer<typeof coreStatus>

/** What the window should know of the program that it is part of. */
export const hostFacts = z.strictObject({
  appVersion: z.string(),
  platform: z.string(),
  runtime: z.strictObject({
    electron: z.string(),
    chrome: z.string(),
    /** False on the development runtime: what is seen on it is no evidence about the shipped product. */
    isShipped: z.boolean(),
    shippedElectron: z.string(),
  }),
  /** Whether this window's process is confined, read from the kernel and not from a setting. */
  sandbox: z.enum(['confined', 'not confined', 'not known here']),
  /** Requests of the window for anything but the app itself; each one was blocked. */
  blockedRequests: z.int(),
  core: coreStatus,
  theme: themeChoice,
  isMaximised: z.boolean(),
})
export type HostFacts = z.infer<typeof hostFacts>

/** Window to main: the program and its window, nothing of the domain. */
export const windowToMain = {
  'main.readHost': { takes: nothing, gives: hostFacts },
  'main.chooseTheme': { takes: z.strictObject({ theme: themeChoice }), gives: nothing },
  'main.minimiseWindow': { takes: nothing, gives: nothing },
  'main.toggleMaximised': { takes: nothing, gives: nothing },
  'main.closeWindow': { takes: nothing, gives: nothing },
} as const satisfies Contract & Record<(typeof WINDOW_TO_MAIN)[number], unknown>

export type WindowToMain = typeof windowToMain
