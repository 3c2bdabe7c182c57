import { parseJson, toJsonValue } from '../../../shared/json/index.ts'
import { frameHead } from '../../../shared/protocol/frames.ts'
import type { StreamName } from './StreamMemory.ts'

/**
 * The place in a stream of a frame whose type this version does not know, or null where it has none. Its number counts
 * all the same: the next frame would look like one behind a hole otherwise.
 * @param bytes a frame whose head the codec has accepted
 */
export function streamPlaceOf(bytes: Uint8Array): { readonly stream: StreamName; readonly seq: number } | null {
  const { stream, seq } = frameHead.parse(toJsonValue(parseJson(bytes)))
  return stream === undefined || seq === undefined ? null : { stream, seq }
}
