import { existsSync } from 'node:fs'
import type { PrivateKey } from '../../../shared/evidence/index.ts'
import { createDatabase } from './createDatabase.ts'
import { alarm, type LedgerAlarm } from './LedgerAlarm.ts'
import { isOfTheWorld } from './LedgerFault.ts'
import { mayHoldRecords } from './openReserve.ts'
import type { LedgerPaths } from './paths.ts'
import { Reserve } from './Reserve.ts'

/** Where a log may begin, and whose. */
export interface BeginRequest {
  readonly paths: LedgerPaths
  readonly origin: string
  readonly key: PrivateKey
  readonly now: () => number
  readonly mayCreate: boolean
  readonly reserveBytes: number
}

/**
 * Begins a log in a folder without one. Where anything of a log is left, or one is known to have been here, nothing
 * begins: a fresh and empty log in the place of a lost one is what somebody with something to hide would want.
 * @returns null, or the alarm that says why none has begun
 */
export function beginLedger({ paths, origin, key, now, mayCreate, reserveBytes }: BeginRequest): LedgerAlarm | null {
  if (!mayCreate) return alarm('missing', paths.database, 'there should be one here')
  try {
    const left = [paths.newest, `${paths.database}-wal`, ...(mayHoldRecords(paths.reserve) ? [paths.reserve] : [])].filter((path) => existsSync(path))
    if (left.length > 0) return alarm('missing', paths.database, `still there: ${left.join(', ')}`)
    // First the reserve: a ledger without one would be a ledger that lost its own.
    Reserve.create(paths.reserve, reserveBytes)
    createDatabase(paths, { origin, key, at: new Date(now()).toISOString() })
    return null
  } catch (fault) {
    if (!isOfTheWorld(fault)) throw fault
    return alarm('unwritable', paths.database, String(fault))
  }
}
