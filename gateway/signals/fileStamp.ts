import { statSync } from 'node:fs'

/** What a file is at one moment. Two equal stamps are the same file with nothing written in between. */
export interface FileStamp {
  readonly inode: string
  readonly bytes: string
  readonly changedAtMs: number
  readonly changedAt: string
}

/**
 * The stamp of a file, or null where there is none.
 * @throws the system's error where that cannot be told, such as a folder that may not be looked into
 */
export function stampOf(path: string): FileStamp | null {
  const stat = statSync(path, { bigint: true, throwIfNoEntry: false })
  if (stat === undefined) return null
  return { inode: `${stat.dev}:${stat.ino}`, bytes: String(stat.size), changedAtMs: Number(stat.mtimeMs), changedAt: String(stat.mtimeNs) }
}

/** Whether nothing was written between two stamps. */
export const isSameStamp = (a: FileStamp | null, b: FileStamp | null): boolean =>
  a === null || b === null ? a === b : a.inode === b.inode && a.bytes === b.bytes && a.changedAt === b.changedAt
