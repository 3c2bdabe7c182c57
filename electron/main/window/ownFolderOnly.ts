import { chmodSync, mkdirSync } from 'node:fs'

/** Makes the folder of a person's data readable by that person alone, however the system created it. */
export function ownFolderOnly(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (process.platform !== 'win32') chmodSync(folder, 0o700)
}
