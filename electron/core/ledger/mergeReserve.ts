import type { JsonObject } from '../../../shared/json/index.ts'
import { prepareDraft, type PreparedDraft } from './Entry.ts'
import type { Reserve, WaitingRecord } from './Reserve.ts'
import type { Tables } from './Tables.ts'

/**
 * The drafts in which the waiting records of a reserve become entries: one of kind `reserve.merged`, which names the
 * numbers that follow and when each was kept, then the kept drafts themselves with the salts they had. Empty where
 * nothing waits.
 * @param size how long the log is: the number that the first of these drafts will have
 */
export function mergedDrafts(reserve: Reserve, tables: Tables, size: number): readonly PreparedDraft[] {
  const { waiting, generation } = reserve
  const last = waiting.at(-1)
  if (last === undefined) return []
  const kept = waiting.flatMap((record) => record.drafts.map((draft) => ({ draft, record })))
  // A commit that reported a fault may have reached the disk before a crash; its salt tells, and nothing is doubled.
  const fresh = kept.filter(({ draft, record }) => record.size === null || !tables.hasSalt(record.size, draft.salt))
  const body: JsonObject = {
    type: 'countersign.reserve-merged/v1',
    generation,
    upto: last.sequence,
    merged: fresh.map(({ record }, i) => ({ n: size + 1 + i, reserved_at: record.at })),
    known: kept.length - fresh.length,
    missing: missingIn(waiting, tables.mergedUpto(generation)),
  }
  return [prepareDraft({ kind: 'reserve.merged', body }), ...fresh.map(({ draft }) => draft)]
}

/** The numbers of records that must have been there and are not: somebody or some disk took them. */
function missingIn(waiting: readonly WaitingRecord[], mergedUpto: number): readonly number[] {
  const there = new Set(waiting.map(({ sequence }) => sequence))
  const missing: number[] = []
  for (let sequence = mergedUpto + 1; sequence < (waiting.at(-1)?.sequence ?? 0); sequence++) {
    if (!there.has(sequence)) missing.push(sequence)
  }
  return missing
}
