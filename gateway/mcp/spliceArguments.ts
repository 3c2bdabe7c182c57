import { encodeUtf8 } from '../../shared/json/index.ts'
import { argumentBytesOf, type Invocation } from './Invocation.ts'
import { joinBytes } from './joinBytes.ts'
import type { ToolCallRequest } from './readToolCall.ts'

/**
 * Makes the frame that goes upstream: the caller's own bytes, with the arguments replaced by the very slice of the
 * invocation that was approved. The id, `_meta` and unknown members stay byte for byte.
 *
 * Where the caller left `arguments` out and the invocation's are `{}`, they stay out: both mean a call without
 * arguments, and the frame then is the caller's own, whole. Where an invocation has arguments that the caller did not
 * send, they are put in as the last member of `params`, so that what was approved is what arrives.
 */
export function spliceArguments({ frame, argumentsSpan, paramsSpan }: Pick<ToolCallRequest, 'frame' | 'argumentsSpan' | 'paramsSpan'>, invocation: Invocation): Uint8Array {
  const approved = argumentBytesOf(invocation)
  if (argumentsSpan !== null) return joinBytes([frame.subarray(0, argumentsSpan.start), approved, frame.subarray(argumentsSpan.end)])
  if (approved.length === 2) return frame
  // A call has a name, so there is always a member for the comma to follow.
  const end = paramsSpan.end - 1
  return joinBytes([frame.subarray(0, end), encodeUtf8(',"arguments":'), approved, frame.subarray(end)])
}
