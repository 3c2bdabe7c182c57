import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import type { ListenConfig } from '../config/index.ts'

/**
 * Certificate and key in PEM, or null where only this machine can reach the point.
 * @throws with a sentence that names the files, where they cannot be read or do not belong together
 */
export function readTls({ cert, key }: ListenConfig): { readonly cert: string; readonly key: string } | null {
  if (cert === undefined || key === undefined) return null
  try {
    const tls = { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
    createSecureContext(tls)
    return tls
  } catch (fault) {
    throw new Error(`The certificate ${cert} and the key ${key} cannot be used: ${fault instanceof Error ? fault.message : String(fault)}.`, { cause: fault })
  }
}
