import Database from 'better-sqlite3'
import { MissingNodeError } from '../../../shared/evidence/index.ts'

/** What the disk did to the ledger, in words that a caller can branch on. */
export type LedgerFaultCode =
  /** No room. Nothing of the transaction was kept. */
  | 'ledger_full'
  /** Locked by somebody else, read-only, or the device failed. Nothing of the transaction was kept. */
  | 'ledger_unwritable'
  /** Somebody else wrote into the file while it was open; it takes nothing more until it is opened anew. */
  | 'ledger_altered'
  /** Something stored could not be read back. */
  | 'ledger_unreadable'
  | 'ledger_closed'
  | 'reserve_full'
  | 'reserve_unwritable'

/** A fault of the world. Whoever decides upon it looks at the code; the cause is for the technical detail. */
export class LedgerFault extends Error {
  readonly code: LedgerFaultCode

  constructor(code: LedgerFaultCode, what: string, cause?: unknown) {
    super(what, { cause })
    this.name = 'LedgerFault'
    this.code = code
  }
}

/** What a failed write means. What SQLite did not say is a mistake of ours and comes back as it is. Never throws. */
export function toWriteFault(cause: unknown): unknown {
  if (!(cause instanceof Database.SqliteError)) return cause
  return cause.code === 'SQLITE_FULL'
    ? new LedgerFault('ledger_full', 'The disk has no room for the decision log; nothing was recorded', cause)
    : new LedgerFault('ledger_unwritable', `The decision log could not be written (${cause.code}); nothing was recorded`, cause)
}

/**
 * Runs a read.
 * @throws {LedgerFault} `ledger_unreadable` where SQLite could not, or the tree lost a node
 */
export function reading<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    if (!(cause instanceof Database.SqliteError || cause instanceof MissingNodeError)) throw cause
    throw new LedgerFault('ledger_unreadable', `The decision log could not be read (${cause.code})`, cause)
  }
}

/** Whether a fault came from outside: what SQLite, the file system and this room throw has a code, our mistakes have none. */
export function isOfTheWorld(fault: unknown): fault is Error & { readonly code: string } {
  return fault instanceof Error && 'code' in fault && typeof fault.code === 'string'
}
