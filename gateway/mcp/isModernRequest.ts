import type { ByteSpan } from '../../shared/json/index.ts'
import { membersOf } from './skimJson.ts'

const VERSION_KEY = 'io.modelcontextprotocol/protocolVersion'

/** Whether a request names its revision itself, as those of 2026-07-28 do and no older one does. Never throws. */
export function isModernRequest(frame: Uint8Array, params: ByteSpan | null): boolean {
  const meta = params === null ? undefined : membersOf(frame, params)?.find(({ key }) => key === '_meta')
  return meta !== undefined && (membersOf(frame, meta.value)?.some(({ key }) => key === VERSION_KEY) ?? false)
}
