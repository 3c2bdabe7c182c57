import { chmodSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { detailOf, IdentityFault, isMissing } from './IdentityFault.ts'

/** A folder that only this account may read; made where it is not there. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    if (process.platform !== 'win32') chmodSync(folder, 0o700)
  } catch (fault) {
    throw new IdentityFault(`The folder ${folder} for this console's keys cannot be made or closed to others (${detailOf(fault)}).`, { cause: fault })
  }
}

/** The bytes of a file, or null where there is none. */
export function readIfThere(file: string): Uint8Array | null {
  try {
    return new Uint8Array(readFileSync(file))
  } catch (fault) {
    if (isMissing(fault)) return null
    throw new IdentityFault(`${file} cannot be read (${detailOf(fault)}). It was left as it is; make it readable for this account, and start again.`, { cause: fault })
  }
}

/**
 * Writes a file whole or not at all, and onto the disk before it returns: bytes, name and folder.
 * @throws {IdentityFault} where the disk does not take it; what was there before then still is
 */
export function writeDurably(file: string, bytes: Uint8Array): void {
  const fresh = `${file}.new`
  try {
    rmSync(fresh, { force: true })
    const fd = openSync(fresh, 'wx', 0o600)
    try {
      for (let written = 0; written < bytes.length;) written += writeSync(fd, bytes, written)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(fresh, file)
    syncFolder(dirname(file))
  } catch (fault) {
    throw new IdentityFault(`${file} could not be written (${detailOf(fault)}). Nothing of it was changed; make room or mend the disk, and try again.`, { cause: fault })
  }
}

/** Gives a file that nobody can read another name, so that nothing is written over it. Gives that name. */
export function putAside(file: string): string {
  let aside = `${file}.unreadable`
  for (let n = 2; existsSync(aside); n++) aside = `${file}.unreadable-${n}`
  try {
    renameSync(file, aside)
    syncFolder(dirname(file))
    return aside
  } catch (fault) {
    throw new IdentityFault(`${file} is not what it should be and cannot be put aside (${detailOf(fault)}).`, { cause: fault })
  }
}

/** Makes new names in a folder outlive a loss of power. Windows has nothing of the kind and needs nothing. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(folder, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}
