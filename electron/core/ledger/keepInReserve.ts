import type { Kept, PreparedDraft } from './Entry.ts'
import { LedgerFault } from './LedgerFault.ts'
import type { Reserve } from './Reserve.ts'

/** Drafts that the ledger did not take, and when that was. */
export interface Untaken {
  readonly drafts: readonly PreparedDraft[]
  /** How long the log was when it refused them; null where it was never asked. */
  readonly size: number | null
  readonly nowMs: number
}

/** Keeps drafts in the reserve, and says where they are. `nowhere` names the fault of the reserve. */
export function keepInReserve(reserve: Reserve | null, { drafts, size, nowMs }: Untaken, fault: LedgerFault): Kept {
  try {
    if (reserve === null) throw new LedgerFault('reserve_unwritable', 'There is no reserve that could be written')
    reserve.append({ at: new Date(nowMs).toISOString(), size, drafts })
    return { status: 'in_reserve', fault }
  } catch (cause) {
    if (!(cause instanceof LedgerFault)) throw cause
    return { status: 'nowhere', fault: cause }
  }
}
