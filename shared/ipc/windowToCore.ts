import { z } from 'zod'
import type { WINDOW_TO_CORE } from './channels.ts'
import type { Contract } from './Contract.ts'
import { nothing } from './nothing.ts'

/** The figures that every screen stands on. */
export const overview = z.strictObject({
  pairedPoints: z.int(),
})
export type Overview = z.infer<typeof overview>

/** Window to core, relayed by main. */
export const windowToCore = {
  'core.readOverview': { takes: nothing, gives: overview },
} as const satisfies Contract & Record<(typeof WINDOW_TO_CORE)[number], unknown>

export type WindowToCore = typeof windowToCore
