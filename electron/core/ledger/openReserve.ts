import { renameSync } from 'node:fs'
import { basename } from 'node:path'
import { prepareDraft, type PreparedDraft } from './Entry.ts'
import { Reserve } from './Reserve.ts'
import type { Tables } from './Tables.ts'

/** Where the reserve lies, how large a new one is made, and what the ledger knows of it. */
export interface ReserveRequest {
  readonly path: string
  readonly bytes: number
  readonly tables: Tables
  readonly nowMs: number
}

/** An open reserve, and what the log has to be told of it. */
export interface OpenReserve {
  readonly reserve: Reserve
  readonly owed: readonly PreparedDraft[]
}

/**
 * Opens the reserve of a ledger. One that is gone or unreadable is replaced, never silently: the unreadable file is put
 * aside, and an entry of kind `reserve.renewed` is to say so, because denials may have been lost with it.
 * @throws the file system's error where no reserve can be opened or made
 */
export function openReserve({ path, bytes, tables, nowMs }: ReserveRequest): OpenReserve {
  const opening = Reserve.open(path, (generation) => tables.mergedUpto(generation))
  if (opening.status === 'open') return { reserve: opening.reserve, owed: [] }
  const putAside = opening.status === 'unreadable' ? `${path}.unreadable-${nowMs}` : null
  if (putAside !== null) renameSync(path, putAside)
  Reserve.create(path, bytes)
  const fresh = Reserve.open(path, () => 0)
  if (fresh.status !== 'open') throw new Error('A reserve that was just made cannot be read')
  const body = { type: 'countersign.reserve-renewed/v1', reason: opening.status, put_aside: putAside === null ? null : basename(putAside) }
  return { reserve: fresh.reserve, owed: [prepareDraft({ kind: 'reserve.renewed', body })] }
}

/** Whether something lies there that a new log must not write over: records that wait, or what is no reserve at all. */
export function mayHoldRecords(path: string): boolean {
  const opening = Reserve.open(path, () => 0)
  if (opening.status === 'open') opening.reserve.close()
  return opening.status === 'open' ? opening.reserve.waiting.length > 0 : opening.status === 'unreadable'
}

/** Opens the reserve of a ledger that cannot be read or written; null where that is not possible either. Never throws. */
export function openReserveAlone(path: string): Reserve | null {
  try {
    // What has become entries was blanked; a record that was not is merged once more at worst, which its salt prevents.
    const opening = Reserve.open(path, () => 0)
    return opening.status === 'open' ? opening.reserve : null
  } catch {
    return null
  }
}
