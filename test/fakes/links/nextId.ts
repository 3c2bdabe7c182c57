import { toId, type IdKind } from '../../../shared/domain/index.ts'
import { uuidV7 } from '../../../shared/util/uuidV7.ts'

let count = 0

/** An id that nobody has yet. */
export function nextId<K extends IdKind>(kind: K) {
  count += 1
  return toId(kind, uuidV7(1_763_780_000_000 + count, Uint8Array.from({ length: 10 }, (_, i) => (i * 11 + count) & 0xff)))
}
