import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { generatePrivateKey, importPrivateKey, type PrivateKey } from '../../shared/evidence/index.ts'

/**
 * The point's own key, from a file that only its account can read. Made where there is none.
 * @throws where the file is there and holds something else; it is never replaced
 */
export function openPointKey(file: string): PrivateKey {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const fresh = generatePrivateKey()
  const seed = fresh.dangerouslyRevealSeed()
  try {
    writeFileSync(file, seed, { mode: 0o600, flag: 'wx' })
    return fresh
  } catch (fault) {
    if (!(fault instanceof Error && 'code' in fault && fault.code === 'EEXIST')) throw fault
    return importPrivateKey(new Uint8Array(readFileSync(file)))
  } finally {
    seed.fill(0)
  }
}
