import type { TO_WINDOW } from './channels.ts'
import type { VerbOf } from './Contract.ts'
import { overview } from './windowToCore.ts'
import { hostFacts } from './windowToMain.ts'
import type { z } from 'zod'

/** What main and the core tell the window. Every message is the full object, so that a lost one does no harm. */
export const toWindow = {
  'window.hostChanged': hostFacts,
  'window.overviewChanged': overview,
} as const satisfies Record<(typeof TO_WINDOW)[number], z.ZodType>

export type ToWindow = { readonly [K in keyof typeof toWindow]: z.infer<(typeof toWindow)[K]> }

/** `'window.hostChanged'` is subscribed to with `onHostChanged`; calling what comes back ends the subscription. */
export type Subscriptions = {
  readonly [K in keyof ToWindow as `on${Capitalize<VerbOf<K>>}`]: (listener: (body: ToWindow[K]) => void) => () => void
}
