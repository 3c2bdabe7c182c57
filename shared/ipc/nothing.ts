import { z } from 'zod'

/** What a call takes that takes nothing, and gives that gives nothing. */
export const nothing = z.undefined()
