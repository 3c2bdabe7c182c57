import type { z } from 'zod'
import type { TO_WINDOW } from './channels.ts'
import type { VerbOf } from './Contract.ts'
import { view, type ChallengeCard, type FeedPatch, type PairingView } from './views.ts'
import { hostFacts } from './windowToMain.ts'

/**
 * What main and the core tell the window. Every message but the patch is the full object, so that a lost one does no
 * harm; a patch has a number, so that a lost one is noticed.
 */
export const toWindow = {
  'window.hostChanged': hostFacts,
  'window.feedPatched': view<FeedPatch>(),
  'window.cardChanged': view<ChallengeCard>(),
  'window.pairingChanged': view<PairingView>(),
} as const satisfies Record<(typeof TO_WINDOW)[number], z.ZodType>

export type ToWindow = { readonly [K in keyof typeof toWindow]: z.infer<(typeof toWindow)[K]> }

/** `'window.hostChanged'` is subscribed to with `onHostChanged`; calling what comes back ends the subscription. */
export type Subscriptions = {
  readonly [K in keyof ToWindow as `on${Capitalize<VerbOf<K>>}`]: (listener: (body: ToWindow[K]) => void) => () => void
}
