import type { EntryFilter, LedgerReader, StoredEntry } from '../../../electron/core/ledger/index.ts'

/** Every entry that fits, whole, oldest first. */
export const readAll = (reader: Pick<LedgerReader, 'outlines' | 'readEntry'>, filter: EntryFilter = {}): readonly StoredEntry[] => [...reader.outlines(filter)].flatMap(({ n }) => reader.readEntry(n) ?? [])
