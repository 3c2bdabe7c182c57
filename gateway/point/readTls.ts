import { readFileSync } from 'node:fs'
import type { ListenConfig } from '../config/index.ts'

/** Certificate and key in PEM, or null where only this machine can reach the point. */
export function readTls({ cert, key }: ListenConfig): { readonly cert: string; readonly key: string } | null {
  return cert === undefined || key === undefined ? null : { cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') }
}
