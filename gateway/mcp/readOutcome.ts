import type { Outcome } from './Judge.ts'
import type { Outline } from './outlineMessage.ts'
import { membersOf, scalarAt } from './skimJson.ts'

/**
 * What a server's answer to a call amounts to. The answer is hashed as it came and not understood: it is relayed byte
 * for byte, and only the members that say how it went are looked at.
 * @param frame the answer, of which `outline` is the outline
 */
export function readOutcome(frame: Uint8Array, outline: Extract<Outline, { kind: 'response' }>, hash: (bytes: Uint8Array) => string): Outcome {
  const body = frame.subarray(outline.body.start, outline.body.end)
  const members = membersOf(frame, outline.body)
  const scalar = (name: string) => {
    const span = members?.find(({ key }) => key === name)?.value
    return span === undefined ? undefined : scalarAt(frame, span)
  }
  const code = outline.isError ? scalar('code') : undefined
  const resultType = outline.isError ? undefined : scalar('resultType')
  const isError = !outline.isError && scalar('isError') === true
  return {
    result: outline.isError || isError ? 'error' : 'ok',
    bytes: body.length,
    hash: hash(body),
    isError,
    errorCode: typeof code === 'number' ? code : null,
    resultType: typeof resultType === 'string' ? resultType : null,
  }
}
