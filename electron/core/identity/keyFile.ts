import { chmodSync } from 'node:fs'
import { generatePrivateKey, importPrivateKey, type PrivateKey } from '../../../shared/evidence/index.ts'
import { readIfThere, writeDurably } from './files.ts'
import { IdentityFault } from './IdentityFault.ts'

/** The console key in a file, or null where there is no such file. One that holds anything else is never replaced. */
export function readKey(file: string): PrivateKey | null {
  const seed = readIfThere(file)
  if (seed === null) return null
  try {
    if (process.platform !== 'win32') chmodSync(file, 0o600)
    return importPrivateKey(seed)
  } catch (fault) {
    throw new IdentityFault(`${file} does not hold this console's key (${seed.length} bytes). It was left as it is. Put it back from a copy; without it no point knows this console, and its log cannot go on.`, { cause: fault })
  } finally {
    seed.fill(0)
  }
}

/** Makes the console key and keeps it. It is on disk before anybody has seen its public half. */
export function makeKey(file: string): PrivateKey {
  const key = generatePrivateKey()
  const seed = key.dangerouslyRevealSeed()
  try {
    writeDurably(file, seed)
    return key
  } finally {
    seed.fill(0)
  }
}
