import { z } from 'zod'
import type { WINDOW_TO_MAIN } from './channels.ts'
import type { Contract } from './Contract.ts'
import { nothing } from './nothing.ts'

export const themeChoice = z.enum(['system', 'dark', 'light'])
export type ThemeChoice = z.infer<typeof themeChoice>

/** How a person who confirms shows that they mean it: a hold, or two presses with a wait shown in words. */
export const confirmationChoice = z.enum(['hold', 'steps'])
export type ConfirmationChoice = z.infer<typeof confirmationChoice>

/** Where the core is in its life, as main sees it. `waiting` covers every end that nobody asked for. */
export const coreStatus = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('starting'), attempt: z.int() }),
  z.strictObject({ status: z.literal('ready'), pid: z.int(), node: z.string(), host: z.enum(['utility process', 'node child']) }),
  z.strictObject({ status: z.literal('waiting'), attempt: z.int(), reason: z.string(), retryAtMs: z.number() }),
  z.strictObject({ status: z.literal('stopped') }),
])
export type CoreStatus = z.infer<typeof coreStatus>

/** How the reviewer's key is kept. `locked` waits for the passphrase; `new` for a first one. */
export const keyState = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('ready'), kid: z.string(), store: z.enum(['memory', 'system', 'passphrase']) }),
  z.strictObject({ status: z.literal('locked'), store: z.literal('passphrase') }),
  z.strictObject({ status: z.literal('new'), store: z.literal('passphrase') }),
  z.strictObject({ status: z.literal('unusable'), sentence: z.string() }),
])
export type KeyState = z.infer<typeof keyState>

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
  key: keyState,
  /** Confirm by holding, or by two presses with a wait between them. */
  confirmation: confirmationChoice,
})
export type HostFacts = z.infer<typeof hostFacts>

/** Window to main: the program and its window, nothing of the domain. */
export const windowToMain = {
  'main.readHost': { takes: nothing, gives: hostFacts },
  'main.chooseTheme': { takes: z.strictObject({ theme: themeChoice }), gives: nothing },
  'main.chooseConfirmation': { takes: z.strictObject({ confirmation: confirmationChoice }), gives: nothing },
  /** Opens the key with its passphrase, or makes one where there is none yet. Gives the sentence of a refusal, or null. */
  'main.unlockKey': { takes: z.strictObject({ passphrase: z.string().min(1).max(1_024) }), gives: z.string().nullable() },
  'main.minimiseWindow': { takes: nothing, gives: nothing },
  'main.toggleMaximised': { takes: nothing, gives: nothing },
  'main.closeWindow': { takes: nothing, gives: nothing },
} as const satisfies Contract & Record<(typeof WINDOW_TO_MAIN)[number], unknown>

export type WindowToMain = typeof windowToMain
